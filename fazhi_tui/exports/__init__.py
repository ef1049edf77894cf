"""What is read by people and never read back: contents → `Sheet` → one writer for each format.

contents/    what a list holds         sheet.py    the table itself, typed, without a format
stamp.py     what stands under it      cells.py    one cell as text, the same in every format
writing.py   the way out: `write` to a file, `render` for the screen
table.py  markdown.py  csv_file.py  xlsx.py        one writer each
"""
