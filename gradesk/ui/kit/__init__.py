"""Widgets that know no service: forms, tables, the timeline, banners, empty states and the preview of pages."""
