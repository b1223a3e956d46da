"""How large a register may be. A school of 20,000 pupils does not exist; more than this is not a register."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

FILE_BYTES = 10 * MEGABYTE
UNPACKED_BYTES = 100 * MEGABYTE
PACKING_RATIO = 100
ENTRIES = 2_000
SHEETS = 20
ROWS = 20_000
COLUMNS = 200
CELL_CHARACTERS = 32_767
# Lines a file may have besides its pupils: titles, and headers and totals repeated on every printed page.
SPARE_LINES = 2_000
# Cells a sheet may span, empty ones included: a reader that fills the gaps must not be led to fill memory.
SPAN_CELLS = 8_000_000
