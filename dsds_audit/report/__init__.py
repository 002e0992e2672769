"""Facts about one assessment, rendered: documents, charts, pages and tables. Nothing here reads a clock or
writes a file.
"""
