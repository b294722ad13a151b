# Releases of the site: what changed in each, what KPIs said before, and what was withdrawn.

site-releases = Changes to this site
site-releases-about = Every release of this site, newest first: when it was made and what changed.
site-release-title = Release { $version }
site-release-about = What changed in this site in release { $version }.
site-release-first = The first release of this site.
site-release-restores = Brought back the content of release { $version }.
site-release-changed = { $count ->
    [0] No dataset changed.
    [one] { $count } dataset changed.
   *[other] { $count } datasets changed.
}
site-release-lead = { $count ->
    [0] No dataset changed since release { $before }.
    [one] { $count } dataset changed since release { $before }.
   *[other] { $count } datasets changed since release { $before }.
}

# Gates of the portal that became looser.

gates-loosened = Rules that became looser
gate-loosened = { $gate }: { $before } became { $now }. { $by } approved this on { $date }: { $reason }

# What changed in a dataset.

change-new = New dataset
change-gone = No longer in this site
change-table-new = New table
change-table-gone = A table was removed
change-rows = { $before } rows became { $now }
change-rows-added = { $count ->
    [one] { $count } row added
   *[other] { $count } rows added
}
change-rows-removed = { $count ->
    [one] { $count } row removed
   *[other] { $count } rows removed
}
change-values-revised = { $count ->
    [one] { $count } value revised
   *[other] { $count } values revised
}
change-columns-added = Columns added: { $columns }
change-columns-removed = Columns removed: { $columns }
change-columns-retyped = Columns with another type: { $columns }
change-columns-redefined = Columns described differently: { $columns }
change-columns-moved = Columns are in another order
change-protection = Small numbers are protected differently
change-kpis-added = { $count ->
    [one] { $count } KPI added
   *[other] { $count } KPIs added
}
change-kpis-removed = { $count ->
    [one] { $count } KPI removed
   *[other] { $count } KPIs removed
}
change-kpis-redefined = { $count ->
    [one] { $count } KPI defined differently
   *[other] { $count } KPIs defined differently
}
change-kpis-revised = { $count ->
    [one] { $count } KPI has revised figures
   *[other] { $count } KPIs have revised figures
}
change-kpis-updated = { $count ->
    [one] { $count } KPI has a new latest figure
   *[other] { $count } KPIs have a new latest figure
}
change-described = The description changed
change-dates = The version or the date changed
change-before = Before
change-revisions = Largest revisions
change-revisions-of = Largest revisions of { $dataset }
change-table = Table
change-row = Row
change-column = Column
change-was = Before
change-is = Now
change-release-before = The release before this one: { $release }.
change-all = { $list } lists every release, the newest first.

# What a KPI said in each release.

kpi-revisions = Revisions
kpi-revisions-title = Revisions of { $kpi }
kpi-revisions-about = The figures of { $kpi } as each release gave them.
kpi-revisions-lead = { $count ->
    [0] No figure has been revised since it was first published here.
    [one] { $count } figure has been revised since it was first published here.
   *[other] { $count } figures have been revised since they were first published here.
}
kpi-revisions-series = Group
kpi-revisions-published = Published
kpi-revisions-csv = Download every figure with the release that first gave it (CSV)

# Earlier versions of a dataset.

note-earlier = This is an earlier version. The newest is { $version }.
note-files = Files of this version

# What was withdrawn.

withdrawn-title = Withdrawn: { $dataset }
withdrawn-about = This dataset has been withdrawn.
withdrawn-on = This dataset was withdrawn on { $date }.
withdrawn-reason = Reason: { $reason }
withdrawn-copies = If you have a copy of this data, do not use it or pass it on.
feed-withdrawn = Withdrawn: { $dataset }
feed-restored = Release { $version } was taken back, and the figures of release { $restored } apply again
feed-taken-back = Taken back: { $title }
notice-restored = On { $date } the figures of release { $taken } were taken back. The figures of release { $restored } apply again.
notice-taken-back = Taken back
feed-release-withdrawn = Release { $version } was withdrawn
notice-release-withdrawn = What release { $version } of this site published was withdrawn on { $date }.
