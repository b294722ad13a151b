//! The JSON Schema of a type that is read from another form of it.

/// Gives a type the schema of the form in which it is written.
macro_rules! schema_as_written {
    ($name:ty, $written:ty) => {
        impl ::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                <$written>::json_schema(generator)
            }
        }
    };
}

pub(in crate::model) use schema_as_written;
