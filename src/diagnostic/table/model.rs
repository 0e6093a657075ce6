//! Rows of the model stage.

use super::entries;

entries! {
}
