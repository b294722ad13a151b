# The page of a dataset. The top.

dataset-covers = Covers { $period }
dataset-download = Download { $file } ({ $size })

# Headings, also as links. `dataset-preview-link` and the like: where the dataset has several tables.

dataset-about = About this dataset
dataset-preview = Preview
dataset-preview-link = Preview: { $table }
dataset-preview-of = Preview of { $table }
dataset-dictionary = Data dictionary
dataset-dictionary-link = Data dictionary: { $table }
dataset-dictionary-of = Data dictionary of { $table }
dataset-downloads = Downloads
dataset-code = Use this data in R, Python or Excel
dataset-release-notes = Release notes
guidance = Guidance
dataset-governance = Governance
dataset-related = Related datasets

# The preview of a table. `$rows` has its word: 1,204 rows.

dataset-preview-lead = { $table }: the first { $shown } of { $rows }, as published.
dataset-too-wide = { $count ->
    [one] Too wide to print: { $count } column. The rows are in { $file }.
   *[other] Too wide to print: { $count } columns. The rows are in { $file }.
 }
dataset-rows-of = Rows of { $table }
dataset-preview-caption = First rows of { $table }
dataset-marker = { $marker } { $meaning } ({ $cells })
dataset-markers = Markers used: { $markers }.
dataset-blank-cells = Blank cells were blank in the source.

# The data dictionary. `dataset-allowed` is the short form, on narrow screens.

dataset-columns-of = Columns of { $table }
dataset-allowed-values = Allowed values
dataset-allowed = Allowed
dataset-complete = Complete
dataset-range = Range
dataset-field-source = Source: { $source }.
dataset-required = required

# Downloads, and how to use them.

dataset-download-csv = { $table } (CSV, { $size }, { $rows })
dataset-hash = SHA-256 { $hash }
dataset-excel = Choose Data, Get Data, From Text/CSV, then the downloaded file. Choose 65001: Unicode (UTF-8) as the file origin.
dataset-excel-codes = Choose Transform Data and set the type of { $columns } to Text, so that codes keep their zeros and bands and months do not become dates.

# Facts and governance.

dataset-source = Source
dataset-access = Access
dataset-frequency = Frequency
dataset-first-published = First published
dataset-keywords = Keywords
dataset-lawful-basis = Lawful basis
dataset-retention = Retention
dataset-approved = Approved by { $person } on { $date }
dataset-approved-with-reference = Approved by { $person } on { $date } ({ $reference })
dataset-stage = Stage
dataset-small-numbers = Small numbers
dataset-small-numbers-of = Small numbers, { $table }
dataset-waiver-of = Waiver of { $rule }
dataset-waiver = Waived until { $until }. Reason: { $reason } (approved by { $person })

# The badge, for other sites.

dataset-badge = Badge
field-label = { $code } ({ $label })
dataset-badge-svg = badge as SVG
dataset-badge-json = badge as JSON
dataset-badge-links = For other sites: { $svg }, { $json }.
