"""A stock table for comparison: header, footer, DataTable of 98 rows and 12 Chinese columns."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header

COLUMNS = (
    *("序号", "一级指标", "二级指标", "三级指标", "分值", "自评得分"),
    *("失分", "失分原因", "责任单位", "印证材料", "整改措施", "整改时限"),
)


class HelloTable(App[None]):
    """The table any Textual program starts from."""

    BINDINGS = [("ctrl+q", "quit", "quit")]

    def compose(self) -> ComposeResult:
        """Header, table, footer."""
        yield Header()
        yield DataTable[str](cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table with rows as wide as real ones."""
        table = self.query_one(DataTable)
        table.add_columns(*COLUMNS)
        for i in range(1, 99):
            table.add_row(
                str(i),
                f"一级{i // 20 + 1}",
                f"二级{i // 5 + 1}",
                f"第{i}项指标名称",
                "1.0",
                "0.8",
                "0.2",
                "台账不全",
                f"第{i % 40 + 1}单位",
                f"材料{i}.pdf",
                "限期补齐",
                "2025-06-30",
            )
        table.focus()


if __name__ == "__main__":
    HelloTable().run()
