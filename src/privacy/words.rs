//! Words by which a person's name is told from that of a team.

/// Whether a word in small letters is a forename.
pub(super) fn is_forename(word: &str) -> bool {
    FORENAMES.binary_search(&word).is_ok()
}

/// Forenames that are common in the United Kingdom, sorted. Those that are also words of everyday English or places are left out.
#[rustfmt::skip]
static FORENAMES: [&str; 192] = [
    "aaron", "abdul", "abigail", "adam", "ahmed", "aisha", "alan", "alexander", "alexandra", "alice", "alison", "amanda",
    "amelia", "amina", "amir", "amy", "andrea", "andrew", "angela", "anita", "ann", "anna", "anne", "anthony", "arjun", "asif",
    "barbara", "benjamin", "beth", "bethany", "brian", "bridget", "callum", "carol", "caroline", "catherine", "charles",
    "charlotte", "chloe", "chris", "christine", "christopher", "claire", "colin", "connor", "craig", "daniel", "david", "deborah",
    "deepak", "denise", "derek", "diane", "donna", "dorothy", "dylan", "edward", "eleanor", "elizabeth", "emily", "emma", "eric",
    "ethan", "eva", "farah", "fatima", "fiona", "freya", "gareth", "gary", "gemma", "geoffrey", "george", "gillian", "graham",
    "hannah", "harriet", "harry", "hassan", "heather", "helen", "henry", "hilary", "ian", "imran", "isabella", "jack", "jacob",
    "jacqueline", "james", "jane", "janet", "jasmine", "jason", "jean", "jennifer", "jeremy", "jessica", "joan", "joanna",
    "joanne", "john", "jonathan", "joseph", "joshua", "judith", "julia", "julian", "julie", "karen", "kate", "katherine",
    "kathleen", "katie", "keith", "kelly", "kenneth", "kerry", "kevin", "khalid", "laura", "lauren", "leanne", "liam", "linda",
    "lisa", "louise", "lucy", "lynn", "malcolm", "margaret", "maria", "marie", "martin", "mary", "matthew", "megan", "michael",
    "michelle", "mohammad", "mohammed", "muhammad", "nasreen", "natalie", "nathan", "neil", "nicholas", "nick", "nicola", "nigel",
    "noah", "oliver", "olivia", "pamela", "patricia", "patrick", "paul", "pauline", "peter", "philip", "priya", "rachel", "raj",
    "rebecca", "richard", "robert", "ruth", "ryan", "samantha", "sandra", "sanjay", "sarah", "sean", "shaun", "simon", "sophie",
    "stephen", "steve", "stuart", "sunita", "susan", "thomas", "tim", "tom", "tony", "tracey", "trevor", "vikram", "wayne",
    "wendy", "yusuf", "zoe",
];

/// Titles of anybody.
pub(super) const TITLES: [&str; 6] = ["mr", "mrs", "ms", "miss", "mx", "baby"];

/// Titles of those who work there.
pub(super) const TITLES_OF_STAFF: [&str; 5] = ["dr", "prof", "professor", "sister", "nurse"];

/// Whether a word in small letters is a title.
pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(&word) || TITLES_OF_STAFF.contains(&word)
}

/// Words in the names of places and teams that are called after a person, besides those of teams.
#[rustfmt::skip]
pub(super) const OF_PLACES: [&str; 22] = [
    "wing", "suite", "building", "hub", "staffing", "theatre", "theatres", "specialist", "specialists", "children", "vaccination",
    "orthopaedics", "gynaecology", "academy", "court", "block", "floor", "library", "day", "anderson", "paget", "freud",
];

/// Words in the email addresses of teams.
#[rustfmt::skip]
pub(super) static TEAM_WORDS: [&str; 205] = [
    "abuse", "access", "accounts", "admin", "admissions", "advice", "alerts", "analysis", "analyst", "analysts", "analytics",
    "assurance", "audit", "birmingham", "board", "branch", "breach", "bsa", "bureau", "bus", "business", "cancer", "care",
    "catalogue", "cdo", "centre", "chief", "clinical", "comms", "communications", "community", "competition", "complaints",
    "consultation", "contact", "contacts", "corporate", "council", "crime", "custodian", "customer", "dashboard", "data",
    "deaths", "demography", "department", "dept", "desk", "development", "digital", "director", "directorate", "dpo", "early",
    "east", "ecds", "economy", "education", "england", "enquiries", "enquiry", "environment", "estates", "events", "evidence",
    "example", "exchange", "feedback", "finance", "firstname", "foi", "forum", "general", "geography", "gov", "governance",
    "group", "health", "hello", "help", "helpdesk", "homes", "hospital", "housing", "hr", "ig", "immunisation", "indicators",
    "info", "information", "infrastructure", "inquiries", "insight", "insights", "intelligence", "intranet", "knowledge",
    "labour", "lastname", "leads", "legal", "library", "life", "linkage", "list", "london", "mail", "mailbox", "manager",
    "market", "markets", "maternity", "media", "medical", "medicines", "mental", "metadata", "methods", "midlands", "migration",
    "monitoring", "national", "news", "nhs", "noreply", "north", "offences", "office", "officer", "open", "opendata",
    "operations", "ops", "people", "performance", "planning", "platform", "policy", "population", "portal", "postmaster",
    "practice", "prescribing", "press", "primarycare", "privacy", "product", "programme", "project", "projections", "public",
    "publications", "publishing", "quality", "queries", "queue", "records", "registration", "registrations", "registry",
    "reporting", "reports", "research", "retail", "returns", "road", "safety", "sales", "school", "schools", "scotland",
    "screening", "security", "service", "services", "sirs", "social", "south", "st", "standards", "statistician", "statistics",
    "stats", "support", "surname", "surveillance", "survey", "surveys", "tables", "team", "teams", "times", "trading",
    "transport", "trust", "unit", "username", "vital", "waiting", "waits", "wales", "wellbeing", "west", "workforce", "your",
];

#[cfg(test)]
mod tests {
    use super::FORENAMES;

    #[test]
    fn forenames_are_sorted() {
        assert!(FORENAMES.is_sorted());
    }
}
