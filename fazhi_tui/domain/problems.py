"""What can be wrong, as values. Sentences for people are made of them in `wording`."""

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """Whether a problem stops the work (`error`) or is only told (`warning`)."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """Stable names of all problems; scripts may rely on them."""

    # numbers and words somebody entered
    NOT_A_NUMBER = "not-a-number"
    NOT_A_COUNT = "not-a-count"
    NOT_A_RATE = "not-a-rate"
    NOT_A_DATE = "not-a-date"
    FINER_THAN_QUANTUM = "finer-than-quantum"
    NEGATIVE = "negative"
    RATE_OVER_NOTHING = "rate-over-nothing"
    RATE_ABOVE_ONE = "rate-above-one"
    RATE_MISSTATED = "rate-misstated"
    OUT_OF_RANGE = "out-of-range"
    TOO_LONG = "too-long"
    WEIGHT_NOT_POSITIVE = "weight-not-positive"

    # names that are not there
    UNKNOWN_INDICATOR = "unknown-indicator"
    UNKNOWN_CLAUSE = "unknown-clause"
    UNKNOWN_UNIT = "unknown-unit"
    UNKNOWN_FINDING = "unknown-finding"
    UNKNOWN_EVIDENCE = "unknown-evidence"
    UNKNOWN_GAP = "unknown-gap"
    UNKNOWN_LEVEL = "unknown-level"
    UNKNOWN_TIER = "unknown-tier"
    UNKNOWN_ASSESSMENT = "unknown-assessment"
    UNKNOWN_SET = "unknown-set"

    # changes that are refused
    UNIT_TWICE = "unit-twice"
    MAY_NOT_BEAR = "may-not-bear"
    NOT_ANSWERER = "not-answerer"
    WHICH_ANSWERER = "which-answerer"
    WHICH_SUBJECT = "which-subject"
    WRONG_FORM = "wrong-form"
    LEVEL_NEEDED = "level-needed"
    REASON_NEEDED = "reason-needed"
    SCORER_NEEDED = "scorer-needed"
    TITLE_NEEDED = "title-needed"
    HAS_FINDINGS = "has-findings"
    NOTHING_BLANK = "nothing-blank"
    CANNOT_BE_NONE = "cannot-be-none"
    ANSWERS_NOTHING = "answers-nothing"
    ITEM_ACCEPTED = "item-accepted"
    ITEM_NOT_APPLICABLE = "item-not-applicable"
    ITEM_UNFINISHED = "item-unfinished"
    ITEM_NOT_SUBMITTED = "item-not-submitted"
    ITEM_SUBMITTED_ALREADY = "item-submitted-already"
    NOT_MARKED = "not-marked"
    CLOSER_IS_RECTIFIER = "closer-is-rectifier"
    CLOSER_IS_DOER = "closer-is-doer"
    CLOSER_UNNAMED = "closer-unnamed"
    OFFICE_ONLY = "office-only"
    NOT_YOUR_GAP = "not-your-gap"
    GAP_CLOSED = "gap-closed"
    ASK_TO_EXTEND = "ask-to-extend"
    NOT_ASKED = "not-asked"
    NOT_REPORTED = "not-reported"
    DISPUTED_ALREADY = "disputed-already"
    NOT_DISPUTED = "not-disputed"
    NO_FINDING = "no-finding"
    NOT_LATE = "not-late"
    NO_PARTS = "no-parts"
    UNKNOWN_SAMPLE = "unknown-sample"
    NOT_DRAWN = "not-drawn"
    SEED_NEEDED = "seed-needed"
    SCORES_MISSING = "scores-missing"
    SUCCESSOR_NEEDED = "successor-needed"
    SUCCEEDED_ALREADY = "succeeded-already"
    NOT_A_SUCCESSOR = "not-a-successor"
    DUE_BEFORE_FIRST = "due-before-first"
    NOTHING_TO_CHANGE = "nothing-to-change"
    NOTHING_TO_UNDO = "nothing-to-undo"
    TOUCHED_SINCE = "touched-since"

    # letters, cut-offs, the report
    UNKNOWN_CUT_OFF = "unknown-cut-off"
    UNKNOWN_LETTER = "unknown-letter"
    NOTHING_TO_WRITE = "nothing-to-write"
    LETTER_NUMBERED = "letter-numbered"
    LETTER_VOID = "letter-void"
    NUMBER_NEEDED = "number-needed"
    NUMBER_TAKEN = "number-taken"
    DATE_BEFORE = "date-before"
    STAGE_BACKWARDS = "stage-backwards"
    STILL_PENDING = "still-pending"
    STILL_UNATTRIBUTED = "still-unattributed"
    STILL_UNWRITTEN = "still-unwritten"
    UNKNOWN_SECTION = "unknown-section"
    PART_MISSING = "part-missing"
    PART_UNKNOWN = "part-unknown"
    TEMPLATE_SIGN = "template-sign"

    # what should be looked at before it goes further
    LOSS_UNEXPLAINED = "loss-unexplained"
    NOTE_MISSING = "note-missing"
    BEARER_UNNAMED = "bearer-unnamed"
    EXCUSE_GROUNDLESS = "excuse-groundless"
    EVIDENCE_SHORT = "evidence-short"
    EVIDENCE_LATE = "evidence-late"
    DOC_NO_TWICE = "doc-no-twice"

    # indicator sets and duties files
    NOT_TOML = "not-toml"
    FOREIGN_FILE = "foreign-file"
    KEY_MISSING = "key-missing"
    KEY_UNKNOWN = "key-unknown"
    WRONG_TYPE = "wrong-type"
    NOT_ONE_OF = "not-one-of"
    EMPTY = "empty"
    DUPLICATE = "duplicate"
    PARENT_UNKNOWN = "parent-unknown"
    SUM_DIFFERS = "sum-differs"
    GROUP_BY_EVENT_HERE = "group-by-event-here"
    GROUP_HERE = "group-here"
    NUMBER_SKIPPED = "number-skipped"
    ABOVE_WORTH = "above-worth"
    CLAUSE_FREE = "clause-free"
    CLAUSES_BELOW_WORTH = "clauses-below-worth"
    NO_CLAUSE = "no-clause"
    TIERS_HOLE = "tiers-hole"
    TIERS_OVERLAP = "tiers-overlap"
    SCHEDULE_FALLS = "schedule-falls"
    PARTS_TOGETHER = "parts-together"
    PARTS_APART = "parts-apart"
    PLACEHOLDER_UNKNOWN = "placeholder-unknown"
    GRADES_DISORDERED = "grades-disordered"
    JOINT_OF_ONE = "joint-of-one"
    JOINT_IDLE = "joint-idle"
    ONE_READING = "one-reading"
    BANDS_DISORDERED = "bands-disordered"
    WEIGHTS_DIFFER = "weights-differ"

    # tables of an office, read from a workbook
    HEADER_MISSING = "header-missing"
    SHEET_MISSING = "sheet-missing"
    SHEETS_LEFT = "sheets-left"
    NAME_DIFFERS = "name-differs"
    COLUMN_IGNORED = "column-ignored"
    CLAUSE_UNGUESSED = "clause-unguessed"

    # what comes back from units
    NOT_A_FORM = "not-a-form"
    OTHER_ROUND = "other-round"
    OTHER_UNIT = "other-unit"
    OTHER_SET = "other-set"
    BASE_UNKNOWN = "base-unknown"
    SHEET_IGNORED = "sheet-ignored"
    PAGE_FOREIGN = "page-foreign"
    COLUMN_MISSING = "column-missing"
    CELLS_MERGED = "cells-merged"
    CELL_UNCLEAR = "cell-unclear"
    CELL_IS_DATE = "cell-is-date"
    CELL_NO_VALUE = "cell-no-value"
    VALUE_MISSING = "value-missing"
    ROW_UNKNOWN = "row-unknown"
    ROW_MISSING = "row-missing"
    TOLD_TWICE = "told-twice"

    # files and the store
    FILE_MISSING = "file-missing"
    FILE_IS_FOLDER = "file-is-folder"
    NOT_A_FOLDER = "not-a-folder"
    FILE_UNREADABLE = "file-unreadable"
    FILE_NOT_UTF8 = "file-not-utf8"
    FILE_LOCKED = "file-locked"
    FILE_TOO_LARGE = "file-too-large"
    FILE_UNWRITABLE = "file-unwritable"
    FILE_EXISTS = "file-exists"
    FORMAT_UNKNOWN = "format-unknown"
    STORE_UNREADABLE = "store-unreadable"
    STORE_NOT_OURS = "store-not-ours"
    STORE_NEWER = "store-newer"
    STORE_READ_ONLY = "store-read-only"
    STORE_BUSY = "store-busy"
    STORE_FAILED = "store-failed"
    STORE_URL = "store-url"
    STORE_DRIVER = "store-driver"
    STORE_UNREACHABLE = "store-unreachable"
    STORE_LOGIN = "store-login"
    STORE_LOST = "store-lost"
    STORE_UNSURE = "store-unsure"
    NO_ASSESSMENT = "no-assessment"
    NETWORK_DRIVE = "network-drive"
    PROJECTION_DIFFERS = "projection-differs"
    EVIDENCE_CHANGED = "evidence-changed"
    EVIDENCE_GONE = "evidence-gone"
    EVIDENCE_NOT_KEPT = "evidence-not-kept"
    EVIDENCE_ORPHAN = "evidence-orphan"
    STORE_SAME = "store-same"
    STORE_MOVED = "store-moved"
    STORE_DAMAGED = "store-damaged"
    NAME_TAKEN = "name-taken"
    NAME_EMPTY = "name-empty"
    CHANGED_MEANWHILE = "changed-meanwhile"
    CHAIN_BROKEN = "chain-broken"
    HEAD_DIFFERS = "head-differs"
    DIGEST_DIFFERS = "digest-differs"
    MOMENT_UNKNOWN = "moment-unknown"


class Problem(Struct, frozen=True):
    """One thing that is wrong, where it is, and what it needs to be told in a sentence.

    `path` names the place inside (`indicator[41].clause[0].points`, or `50.a`), `value` is what
    stands there, `wanted` what should, `hint` the likeliest right value ("did you mean").
    """

    code: Code
    path: str = ""
    value: str = ""
    wanted: str = ""
    hint: str = ""
    file: str = ""
    line: int = 0
    severity: Severity = Severity.ERROR


class Refused(Exception):
    """A request that can't be carried out; nothing has changed. Holds at least one problem."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems
