//! Data fields A to Z, and the tables that have a field.

use serde::Serialize;

use super::Maker;
use super::frame::{Frame, Named, Pager, link, paged};
use crate::catalogue::FieldUse;
use crate::diagnostic::Diagnostic;
use crate::measure::FieldCard;
use crate::route::{FIELDS_A_PAGE, Route};

#[derive(Serialize)]
struct ListView {
    page: Frame,
    fields: Vec<Entry>,
    pager: Pager,
}

#[derive(Serialize)]
struct Entry {
    link: Named,
    title: String,
    kind: &'static str,
    description: String,
    uses: usize,
}

pub(super) fn fields(maker: Maker<'_>, number: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let catalogue = &maker.site.catalogue;
    let words = maker.words();
    let page = Frame::new(maker, &Route::Fields(number), "fields", words.text("fields-a-to-z"), words.text("fields-about"));
    let positions: Vec<usize> = (0..catalogue.fields.len()).collect();
    let (positions, pager) = paged(maker, &positions, number, FIELDS_A_PAGE, Route::Fields);
    let entry = |at: &usize| {
        let entry = &catalogue.fields[*at];
        let field = described(maker, entry.uses[0]);
        Entry {
            link: link(maker, &entry.name, &Route::Field(*at, 1)),
            title: field.title.clone(),
            kind: field.kind.word(),
            description: field.description.clone(),
            uses: entry.uses.len(),
        }
    };
    let fields = positions.iter().map(entry).collect();
    maker.theme.fill("fields.html", &ListView { page, fields, pager })
}

#[derive(Serialize)]
struct View {
    page: Frame,
    name: String,
    uses: Vec<Use>,
    pager: Pager,
}

#[derive(Serialize)]
struct Use {
    dataset: Named,
    title: String,
    kind: &'static str,
    unit: Option<String>,
    description: String,
}

pub(super) fn field(maker: Maker<'_>, at: usize, number: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
    let entry = &maker.site.catalogue.fields[at];
    let route = |page| Route::Field(at, page);
    let words = maker.words();
    let about = words.fill("field-about", &[("field", &entry.name)]);
    let page = Frame::new(maker, &route(number), "fields", &entry.name, &about);
    let page = page.below(vec![link(maker, words.text("fields-a-to-z"), &Route::Fields(at / FIELDS_A_PAGE + 1))]);
    let (uses, pager) = paged(maker, &entry.uses, number, FIELDS_A_PAGE, route);
    let of = |used: &FieldUse| {
        let field = described(maker, *used);
        let title = &maker.site.catalogue.datasets[used.dataset].title;
        Use {
            dataset: link(maker, title, &Route::Dataset(used.dataset)),
            title: field.title.clone(),
            kind: field.kind.word(),
            unit: super::dictionary::unit(field.unit.as_ref(), field.unit_column.as_deref(), maker.words()),
            description: field.description.clone(),
        }
    };
    let uses = uses.iter().map(of).collect();
    maker.theme.fill("field.html", &View { page, name: entry.name.clone(), uses, pager })
}

fn described(maker: Maker<'_>, used: FieldUse) -> &FieldCard {
    &maker.site.catalogue.datasets[used.dataset].tables[used.table].fields[used.field]
}
