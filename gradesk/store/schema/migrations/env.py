"""Alembic's door: it runs on the connection it is handed, so neither an address nor a key is ever written down."""

from alembic import context

from gradesk.model import entities  # noqa: F401 (fills the metadata)
from gradesk.model.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
