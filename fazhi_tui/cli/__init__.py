"""The command line: one file per group of commands, each imported only when it is used.

program.py  from argv to an exit code      verbs.py   which commands there are
parser.py   argparse, speaking Chinese     desk.py    the store, the reader and the way out
"""
