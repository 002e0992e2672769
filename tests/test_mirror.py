from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "dsds_audit"
# Modules that only make sense together are proven by the tests of the one that drives them.
PROVEN_BY = {
    "interview/closing_question.py": "interview/test_interview.py",
    "interview/criterion_questions.py": "interview/test_interview.py",
    "interview/claim_wording.py": "interview/test_interview.py",
    "interview/replies.py": "interview/test_interview.py",
    "interview/fault_wording.py": "interview/test_interview.py",
    "interview/intake_questions.py": "interview/test_interview.py",
    "interview/questions.py": "interview/test_interview.py",
    "interview/recording.py": "interview/test_interview.py",
    "interview/review.py": "interview/test_interview.py",
    "interview/route.py": "interview/test_interview.py",
    "terminal/lists.py": "terminal/test_asking.py",
    "terminal/page.py": "terminal/test_asking.py",
    "terminal/prompts.py": "terminal/test_asking.py",
    "crosswalk/passages.py": "crosswalk/test_carrying.py",
    "rubric_faults.py": "test_rubric_review.py",
    "yaml/records.py": "test_assessment_files.py",
    "yaml/rewriting.py": "test_assessment_files.py",
    "store/conflicts.py": "store/test_folder.py",
    "store/places.py": "store/test_folder.py",
    "store/schema_files.py": "store/test_folder.py",
    "store/homes.py": "store/sql/test_home.py",
    "store/sql/bulk.py": "store/sql/test_home.py",
    "store/sql/faults.py": "store/sql/test_engines.py",
    "store/sql/journals.py": "store/test_contract.py",
    "store/sql/locks.py": "store/test_contract.py",
    "store/sql/migrations/env.py": "store/sql/test_schema_steps.py",
    "store/sql/migrations/versions/first_tables.py": "store/sql/test_schema_steps.py",
    "store/sql/places.py": "store/test_contract.py",
    "store/sql/plans.py": "store/test_contract.py",
    "store/sql/saving.py": "store/test_contract.py",
    "store/sql/store.py": "store/test_contract.py",
    "store/sql/tables.py": "store/sql/test_schema_steps.py",
    "portfolio/packed_chunks.py": "portfolio/test_databases.py",
    "portfolio/packed_rows.py": "portfolio/test_databases.py",
    "report/word_bullets.py": "report/test_word.py",
    "report/word_page.py": "report/test_word.py",
    "report/word_tables.py": "report/test_word.py",
    "report/typed_tables.py": "report/test_workbooks.py",
    "report/portfolio_notes.py": "report/test_portfolio_wording.py",
    "report/portfolio_topic_sheets.py": "report/test_portfolio_sheets.py",
    "report/portfolio_criterion.py": "report/test_portfolio_wording.py",
    "portfolio/table.py": "portfolio/test_computing.py",
    "portfolio/tidy.py": "portfolio/test_reading_tables.py",
    "portfolio/csv_dialect.py": "portfolio/test_reading_tables.py",
    "portfolio/bulk.py": "portfolio/test_computing.py",
    "portfolio/latest.py": "portfolio/test_computing.py",
    "portfolio/pipeline.py": "portfolio/test_computing.py",
    "portfolio/spark.py": "spark/test_spark.py",
    "psychometrics/figures.py": "portfolio/test_reliability.py",
    "desk.py": "cli/test_opening.py",
    "cli/desk.py": "cli/test_interview.py",
    "cli/plan/asking.py": "cli/plan/test_update.py",
    "cli/plan/inputs.py": "cli/plan/test_adopt.py",
    "cli/inputs.py": "cli/test_score.py",
    "cli/migrate_in_database.py": "cli/test_databases.py",
    "cli/output.py": "cli/test_score.py",
    "cli/output_files.py": "cli/test_report.py",
    "report/column_wording.py": "report/test_compare_wording.py",
    "report/charts/web.py": "report/charts/test_radar.py",
    "report/charts/many_radars.py": "report/charts/test_overlay.py",
    "report/live_ratings.py": "report/test_live_workbook.py",
    "report/live_scores.py": "report/test_live_workbook.py",
    "report/word_fields.py": "report/test_word.py",
    "report/word_styles.py": "report/test_word.py",
    "report/one_page_blocks.py": "report/test_formats.py",
    "report/paper_blocks.py": "cli/test_form.py",
    "report/blocks.py": "report/test_markdown.py",
    "report/result_blocks.py": "report/test_report_blocks.py",
    "report/advice_blocks.py": "report/test_report_blocks.py",
    "report/record_blocks.py": "report/test_report_blocks.py",
    "cli/gathering.py": "cli/test_compare.py",
    "forms/typed.py": "forms/test_submissions.py",
    "forms/claims.py": "forms/test_submissions.py",
    "forms/columns.py": "forms/test_kobo.py",
    "forms/labels.py": "forms/test_kobo.py",
    "forms/gathering.py": "forms/test_kobo.py",
    "dialogues/item_forms.py": "terminal/test_plan_dialogues.py",
    "workbook/answers.py": "workbook/test_reading.py",
    "workbook/drop_downs.py": "workbook/test_writing.py",
    "workbook/ledger.py": "workbook/test_reading.py",
    "workbook/lines.py": "workbook/test_reading.py",
    "workbook/practice_rows.py": "workbook/test_layout.py",
    "workbook/ratings.py": "workbook/test_reading.py",
    "workbook/rows.py": "workbook/test_layout.py",
    "workbook/start_rows.py": "workbook/test_layout.py",
    "workbook/typed.py": "workbook/test_reading.py",
    "forms/redcap_columns.py": "forms/test_redcap_reading.py",
    "web/addressed.py": "web/test_result_pages.py",
    "web/hall.py": "web/test_server.py",
    "web/headers.py": "web/test_guard.py",
    "web/listening.py": "web/test_streams.py",
    "web/spreads.py": "web/test_room_panel.py",
}
NAMES_ONLY = {"__init__.py", "__main__.py", "version.py"}
MODULES = sorted(
    path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if path.name not in NAMES_ONLY
)


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_its_test_module(module: str) -> None:
    path = Path(module)
    wanted = PROVEN_BY.get(module, (path.parent / f"test_{path.name}").as_posix())
    assert (TESTS / wanted).is_file(), f"please write tests/{wanted}"


def test_no_exception_has_outlived_its_module() -> None:
    assert set(PROVEN_BY) <= set(MODULES)
