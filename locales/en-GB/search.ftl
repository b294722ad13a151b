# The search page.

search-browse = Browse instead
search-needs-javascript = Search needs JavaScript. You can find everything in these lists instead.

# How many results there are, by kind. `$count` is the plural category alone; `$n` is where the number stands.

search-datasets = { $count ->
    [one] { $n } dataset
   *[other] { $n } datasets
 }
search-columns = { $count ->
    [one] { $n } column
   *[other] { $n } columns
 }
search-kpis = { $count ->
    [one] { $n } KPI
   *[other] { $n } KPIs
 }
search-guidance = { $count ->
    [one] { $n } guidance page
   *[other] { $n } guidance pages
 }
search-more-datasets = More datasets
search-more-columns = More columns
search-more-kpis = More KPIs
search-more-guidance = More guidance pages

# What was found. `$found` is a list such as: 3 datasets, 2 columns. `$all` is a number: so many datasets without filters.

search-found = { $found }.
search-narrowed = { $found } ({ $all } without filters).
search-none = No results.
search-none-narrowed = No results ({ $all } without filters).

# What could not be found or was not looked for. `$word` is a word that the reader typed, or the one nearest to it.

search-missing = No results for “{ $word }”.
search-instead = Showing results for “{ $word }”.
search-unused = Not used: { $word }.
search-some = No results contain all your words. These contain some of them.
search-changed = This site has just been updated. Reload the page to search it.
search-broken = Search is not working ({ $reason }). Use the lists instead.
search-all = All results, with filters
