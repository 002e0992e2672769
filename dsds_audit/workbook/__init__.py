"""The fillable workbook: an assessment as a spreadsheet, and back."""
