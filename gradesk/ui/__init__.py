"""The window: everything a person sees and touches. Knows services, never the store's tables."""

from gradesk.ui.overriding import watch_over

watch_over()  # here, because no class of the window is made before
