# The top of every page.

skip-link = Skip to main content
review-banner = This site is for review. Some of what it shows is not published yet: do not share it.
search-label = Search datasets, columns, codes, KPIs and guidance
search = Search
main-navigation = Main
breadcrumb = Breadcrumb
home = Home

# Names of pages, in the navigation, as headings and in lists of links.

datasets = Datasets
kpis = KPIs
fields-a-to-z = Fields A to Z
releases = Release notes
assurance = Assurance
themes = Themes
publishers = Publishers

# The foot of every page.

published-by = Published by { $publisher }.
questions = Questions: { $contact }
reuse = Reuse
reuse-licence = Unless stated otherwise, data is available under the { $licence }.
feed-of-releases = Feed of release notes
about-this-site = About this site
assurance-as-of = All of this is as of { $date }, the day that the site was checked and built for.
made-with = Made with Shelfmark { $version }.

# The button of code that can be copied, before and after.

copy = Copy
copied = Copied

# Under a list that has several pages.

pages = Pages
previous-page = Previous page
next-page = Next page
page-of = Page { $page } of { $pages }

# Headings, labels and columns that several pages have.

on-this-page = On this page
key-figures = Key figures
facts = Facts
cite = Cite
data-last-updated = Data last updated
data-last-updated-on = { data-last-updated } { $date }
next-update-due = Next update due { $date }
updated = Updated { $date }
update-status = Update status
dataset = Dataset
column = Column
title = Title
type = Type
meaning = Meaning
publisher = Publisher
owner = Owner
licence = Licence
version = Version
version-number = Version { $version }
period = Period
period-covered = Period covered
area = Area
dpia = DPIA
latest-figure = Latest figure
change = Change
target = Target
trend = Trend
variation = Variation
any = Any
not-stated = Not stated
csv = CSV
json = JSON

# The home page. The first three stand after their number, as links.

home-datasets = { $count ->
    [one] dataset
   *[other] datasets
 }
home-kpis = { $count ->
    [one] KPI
   *[other] KPIs
 }
home-fields = { $count ->
    [one] data field
   *[other] data fields
 }
home-all-kpis = { $count ->
    [one] See the KPI
   *[other] All { $count } KPIs
 }
home-recently-updated = Recently updated
home-about = About this portal
home-latest-releases = Latest release notes

# Lists of datasets: all of them, by theme, by publisher.

datasets-lead = { $count ->
    [one] { $count } dataset
   *[other] { $count } datasets, A to Z
 }
publisher-type = Organisation type
publisher-ods-code = ODS code
publisher-website = Website
datasets-browse = Browse

# Fields A to Z, and the page of a field.

fields-tables = Tables
field-lead = { $count ->
    [one] Used in { $count } table
   *[other] Used in { $count } tables
 }
field-tables = Tables with { $column }

# Releases, and the page of a release.

releases-feed = Subscribe to the feed
note-record = Record
note-change-request = Change request
note-validation = Validation
note-rollback = Rollback

# Assurance.

assurance-by-dataset = By dataset
assurance-table = Assurance by dataset
assurance-approved-by = Approved by
assurance-protection = Protection
assurance-warnings = Warnings
assurance-waivers = Waivers
assurance-all-datasets = All datasets
assurance-waiver = { $dataset }: { $rule } waived until { $until }. Reason: { $reason } (approved by { $person })
assurance-no-waivers = No waivers in force.
assurance-data = Machine-readable data: { $json }.

# The page for addresses that do not exist.

not-found = Page not found
not-found-lead = There is no page at this address.
not-found-check = If you typed the web address, check it is correct. If you followed a link, the page may have been renamed or removed.
not-found-home-page = home page
not-found-help = Go to the { $home }. Questions: { $contact }.
