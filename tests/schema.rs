//! `shelfmark schema`: what editors know of portal.yaml and dataset.yaml.

use std::fs;
use std::path::Path;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

use crate::portal::Portal;

/// The schemas of a file.
struct Known {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Known {
    fn of(file: &str) -> Self {
        let run = Portal::empty().run(&["schema", file]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let schema: Value = serde_json::from_str(&run.stdout).unwrap();
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("schema.json", schema).unwrap();
        let index = compiler.compile("schema.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    fn problem(&self, yaml: &str) -> Option<String> {
        let value: Value = serde_yaml::from_str(yaml).unwrap();
        self.schemas.validate(&value, self.index).err().map(|error| format!("{error:#}"))
    }
}

#[test]
fn what_a_build_reads_is_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let (portal, dataset) = (Known::of("portal"), Known::of("dataset"));
    for path in ["portal.yaml", "docs/reference/portal.yaml", "src/scaffold/starter/portal.yaml"] {
        assert_eq!(portal.problem(&read(path)), None, "{path}");
    }
    let shipped = fs::read_dir(root.join("datasets")).unwrap().map(|entry| entry.unwrap().path().join("dataset.yaml"));
    let others = ["docs/reference/dataset.yaml", "src/scaffold/starter/datasets/clinic-attendance/dataset.yaml"];
    let mut count = 0;
    for path in shipped.chain(others.map(|path| root.join(path))).filter(|path| path.exists()) {
        assert_eq!(dataset.problem(&fs::read_to_string(&path).unwrap()), None, "{}", path.display());
        count += 1;
    }
    assert!(count > 7, "{count}");
}

#[test]
fn wrong_keys_and_values_are_not_valid() {
    let (portal, dataset) = (Known::of("portal"), Known::of("dataset"));
    let start = Portal::starter();
    let (settings, text) = (start.read("portal.yaml"), start.read("datasets/clinic-attendance/dataset.yaml"));
    assert!(portal.problem(&format!("{settings}\ntitel: x\n")).is_some());
    for (right, wrong) in [
        ("frequency: irregular", "frequency: now and then"),
        ("preset: below-5", "preset: below-4"),
        ("better: lower", "better: worse"),
        ("chart: spc", "chart: pie"),
        ("version: \"1.0.0\"", "versoin: \"1.0.0\""),
        ("value: {ratio: {of: missed, to: booked}}", "value: {ration: {of: missed, to: booked}}"),
    ] {
        let changed = text.replace(right, wrong);
        assert!(changed != text && dataset.problem(&changed).is_some(), "{wrong}");
    }
}

#[test]
fn editors_find_the_schemas_and_read_what_each_key_is_for() {
    let portal = Portal::starter();
    for (file, schema) in
        [("portal.yaml", "schemas/portal.json"), ("datasets/clinic-attendance/dataset.yaml", "schemas/dataset.json")]
    {
        let first = portal.read(file).lines().next().unwrap().to_owned();
        let named = first.strip_prefix("# yaml-language-server: $schema=").unwrap();
        let path = portal.path(file).parent().unwrap().join(named);
        assert_eq!(fs::read_to_string(path).unwrap(), portal.read(schema));
    }
    let schema: Value = serde_json::from_str(&portal.read("schemas/dataset.json")).unwrap();
    let description = schema["properties"]["summary"]["description"].as_str().unwrap();
    assert!(description.contains("140 characters"), "{description}");
    let undescribed: Vec<&String> = schema["properties"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, key)| key["description"].is_null())
        .map(|(key, _)| key)
        .collect();
    assert!(undescribed.is_empty(), "{undescribed:?}");
}
