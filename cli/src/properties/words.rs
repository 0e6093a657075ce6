//! What a search for counterexamples says: zh and en side by side.

use crate::words::phrases;

phrases! {
    SEARCHED: "{0}：在 {1} 当日的家庭中查找，至多作出 {2} 次决定，种子 {3}",
        "{0}: searched among households on {1}, with at most {2} decisions, seed {3}";
    NO_PROPERTIES: "政策在 {0} 没有需要成立的性质（`property`）", "the policy has no `property` in force on {0}";
    HOLDS: "✓ {0} {1}：问了 {2} 次，没有反例", "✓ {0} {1}: asked {2} times, no counterexample";
    NOT_TESTED: "✗ {0} {1}：没有找到一个能检验它的家庭。把能检验它的案例用 --cases 给出",
        "✗ {0} {1}: found no household that puts it to the test; give cases that do with --cases";
    BROKEN: "✗ {0} {1}：不成立", "✗ {0} {1}: does not hold";
    BROKEN_FOR: "✗ {0} {1}：对 `{2}` 不成立", "✗ {0} {1}: does not hold of `{2}`";
    IN_ERROR: "✗ {0} {1}：无法算出（{2}）", "✗ {0} {1}: cannot be computed ({2})";
    RESTS_ON: "  依据：{0}", "  rests on {0}";
    FIRST: "前一个家庭", "the first household";
    SECOND: "后一个家庭，只有一项事实不同", "the second household, which differs in one fact";
    CLAUSES: "  起因：{0}", "  it begins with {0}";
}
