"""What is shown and printed: tables, documents and charts described once; screen, XLSX and PDF draw them."""
