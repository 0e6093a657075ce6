//! Rows of the facts stage.

use super::entries;

entries! {
}
