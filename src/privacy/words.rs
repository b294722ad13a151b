//! Words by which a person's name is told from that of a team.

/// Whether a word in small letters is a forename.
pub(super) fn is_forename(word: &str) -> bool {
    FORENAMES.binary_search(&word).is_ok()
}

/// Forenames that are common in the United Kingdom, sorted. Those that are also words of everyday English or places are left out.
#[rustfmt::skip]
static FORENAMES: [&str; 168] = [
    "aaron", "abdul", "abigail", "adam", "ahmed", "aisha", "alan", "alexander", "alexandra", "alice", "alison", "amanda", "amelia",
    "amina", "amir", "amy", "andrea", "andrew", "angela", "anita", "ann", "anna", "anne", "anthony", "arjun", "asif", "barbara",
    "benjamin", "beth", "bethany", "brian", "bridget", "callum", "carol", "caroline", "catherine", "charles", "charlotte", "chloe",
    "christine", "christopher", "claire", "colin", "connor", "craig", "daniel", "david", "deborah", "deepak", "denise", "derek",
    "diane", "donna", "dorothy", "dylan", "edward", "eleanor", "elizabeth", "emily", "emma", "eric", "ethan", "eva", "farah",
    "fatima", "fiona", "freya", "gareth", "gary", "gemma", "geoffrey", "george", "gillian", "graham", "hannah", "harriet", "harry",
    "hassan", "heather", "helen", "henry", "hilary", "ian", "imran", "isabella", "jacob", "jacqueline", "james", "jane", "janet",
    "jasmine", "jason", "jean", "jennifer", "jeremy", "jessica", "joan", "joanna", "joanne", "john", "jonathan", "joseph", "joshua",
    "judith", "julia", "julian", "julie", "karen", "katherine", "kathleen", "katie", "keith", "kelly", "kenneth", "kerry", "kevin",
    "khalid", "laura", "lauren", "leanne", "liam", "linda", "lisa", "louise", "lucy", "lynn", "malcolm", "margaret", "maria",
    "marie", "martin", "mary", "matthew", "megan", "michael", "michelle", "mohammed", "muhammad", "nasreen", "natalie", "nathan",
    "neil", "nicholas", "nicola", "nigel", "olivia", "pamela", "patricia", "patrick", "paul", "pauline", "peter", "philip",
    "priya", "rachel", "raj", "rebecca", "richard", "robert", "ruth", "samantha", "sandra", "sarah", "simon", "sophie", "stephen",
    "susan", "thomas",
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
