//! The board of datasets on their way to publication: where each is, for how long, and what it lacks.

use serde::Serialize;

use super::Maker;
use super::frame::{Frame, Named, link};
use crate::diagnostic::Diagnostic;
use crate::locale::Arg;
use crate::model::{JourneyCard, JourneyStage, Need};
use crate::route::Route;
use crate::words::Words;

#[derive(Serialize)]
struct View {
    page: Frame,
    /// How many datasets are at each stage.
    stages: Vec<StageView>,
    datasets: Vec<Row>,
}

#[derive(Serialize)]
struct StageView {
    name: String,
    count: String,
}

#[derive(Serialize)]
struct Row {
    title: String,
    /// Its page, if it can be shown.
    link: Option<Named>,
    stage: String,
    /// For how long it has been there.
    since: Option<String>,
    go_live: Option<String>,
    lacks: Vec<String>,
    next: Vec<String>,
}

pub(super) fn journey(maker: Maker<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (words, catalogue) = (maker.words(), &maker.site.catalogue);
    let page = Frame::new(maker, &Route::Journey, "journey", words.text("journey"), words.text("journey-about"));
    let mut cards: Vec<&JourneyCard> = catalogue.journeys.iter().collect();
    // The nearest to its day first.
    cards.sort_by(|one, other| other.stage.cmp(&one.stage).then_with(|| one.title.cmp(&other.title)));
    let stages = JourneyStage::TO_LIVE.iter().filter(|stage| **stage < JourneyStage::Live).map(|stage| StageView {
        name: words.stage(*stage).to_owned(),
        count: words.whole(cards.iter().filter(|card| card.stage == *stage).count()),
    });
    let stages = stages.collect();
    let datasets = cards.iter().map(|card| row(maker, card)).collect();
    maker.theme.fill("journey.html", &View { page, stages, datasets })
}

fn row(maker: Maker<'_>, card: &JourneyCard) -> Row {
    let (words, catalogue) = (maker.words(), &maker.site.catalogue);
    let at = catalogue.dataset_of(card.id.as_str()).filter(|_| card.is_shown);
    let since = card.since.map(|day| {
        let days = usize::try_from((catalogue.as_of.0 - day.0).num_days()).unwrap_or(0);
        let date = words.date(day);
        words.say("journey-since", &[("count", Arg::Count(days, &words.whole(days))), ("date", Arg::Text(&date))])
    });
    Row {
        title: card.title.clone(),
        link: at.map(|at| link(maker, &card.title, &Route::Dataset(at))),
        stage: words.stage(card.stage).to_owned(),
        since,
        go_live: card.go_live.map(|live| words.date(live.day)),
        lacks: card.lacks.iter().map(|need| told(*need, words)).collect(),
        next: card.next.iter().map(|need| told(*need, words)).collect(),
    }
}

/// What a stage asks for, in words.
fn told(need: Need, words: &Words) -> String {
    let key = match need {
        Need::Day(stage) => return words.fill("need-day", &[("stage", words.stage(stage))]),
        Need::Approval(role) => return words.fill("need-approval", &[("role", words.role(role))]),
        Need::Contact => "need-contact",
        Need::TermsOfReference => "need-terms-of-reference",
        Need::TestData => "need-test-data",
        Need::Dpia => "need-dpia",
        Need::LawfulBasis => "need-lawful-basis",
        Need::Retention => "need-retention",
        Need::Data => "need-data",
        Need::Dictionary => "need-dictionary",
        Need::Guidance => "need-guidance",
        Need::GoLive => "need-go-live",
        Need::ReleaseNote => "need-release-note",
    };
    words.text(key).to_owned()
}
