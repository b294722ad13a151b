//! Words by which a person's name is told from that of a team.

/// Forenames that are common in the United Kingdom. Those that are also words of everyday English or places are left out.
#[rustfmt::skip]
pub(super) static FORENAMES: [&str; 168] = [
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
pub(super) static TEAM_WORDS: [&str; 135] = [
    "abuse", "access", "accounts", "admin", "advice", "alerts", "analysis", "analyst", "analysts", "analytics", "assurance", "audit",
    "board", "branch", "breach", "bsa", "bureau", "business", "care", "catalogue", "cdo", "centre", "clinical", "comms", "communications",
    "community", "complaints", "consultation", "contact", "contacts", "corporate", "council", "custodian", "customer", "dashboard", "data", "deaths",
    "demography", "department", "dept", "desk", "development", "digital", "director", "directorate", "dpo", "ecds", "education", "enquiries", "enquiry",
    "environment", "estates", "evidence", "example", "feedback", "finance", "foi", "forum", "general", "gov", "governance", "group",
    "health", "hello", "help", "helpdesk", "hospital", "hr", "ig", "indicators", "info", "information", "infrastructure", "insight", "insights",
    "intelligence", "intranet", "inquiries", "knowledge", "legal", "library", "list", "mail", "mailbox", "manager", "media", "metadata", "methods",
    "migration", "monitoring", "news", "nhs", "noreply", "office", "officer", "open", "operations", "opendata", "ops", "people", "performance",
    "planning", "platform", "policy", "population", "portal", "postmaster", "practice", "press", "privacy", "product", "programme", "project", "public",
    "publications", "publishing", "quality", "records", "registry", "reporting", "reports", "research", "returns", "safety", "schools", "security",
    "service", "services", "sirs", "social", "stats", "statistics", "times",
    "waiting", "waits",
];
