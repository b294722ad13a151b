//! JSON Schemas of values that are read from YAML in a way of their own. Those of structs follow from the structs.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::model::{
    DatasetId, Date, End, Figure, GoLive, Headings, KpiId, Matches, NextUpdate, PerSeries, PeriodColumns, TargetSpec,
};
use crate::source::Spanned;

/// The place of a value is no part of it.
impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Gives a type the schema that is written here, in place.
macro_rules! schema {
    ($name:ty, $schema:tt) => {
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

schema!(Date, {"type": "string", "format": "date", "examples": ["2026-03-12"]});
schema!(GoLive, {"type": "string", "examples": ["2026-12-10", "2026-12-10 07:00", "2026-12-10 07:00 Europe/London"]});
schema!(NextUpdate, {"type": "string", "examples": ["2026-03-12", "2026-03", "March 2026", "Spring 2026"]});
schema!(DatasetId, {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80});
schema!(KpiId, {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80});
schema!(End, {"type": ["string", "integer"], "examples": ["2025-11", "2025", "2025/26 Q3"]});
schema!(Figure, {"type": ["number", "string"], "examples": [95, "95%"]});
schema!(Headings, {
    "type": ["string", "integer", "array"], "items": {"type": ["string", "integer"]}, "examples": ["2010 to 2023", "Age *"]
});
schema!(Matches, {
    "type": ["string", "number", "boolean", "array"], "items": {"type": ["string", "number", "boolean"]}
});
schema!(TargetSpec, {
    "type": ["number", "string", "object"],
    "additionalProperties": {"type": ["number", "string"]},
    "examples": [95, "95%", {"column": "target"}, {"2024-04": "76%", "2025-04": "78%"}]
});
schema!(PeriodColumns, {
    "type": ["string", "object"],
    "properties": {"year": {"type": "string"}, "month": {"type": "string"}, "quarter": {"type": "string"}},
    "additionalProperties": false,
    "examples": ["month", {"year": "Year", "month": "Month"}]
});

impl<T: JsonSchema> JsonSchema for PerSeries<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("PerSeries{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({"anyOf": [one, {"type": "object", "additionalProperties": one}]})
    }
}
