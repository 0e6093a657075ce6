//! Rows of the syntax stage.

use super::entries;

entries! {
}
