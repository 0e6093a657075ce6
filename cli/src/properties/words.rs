//! What a search for counterexamples says: zh and en side by side.

use crate::words::phrases;

phrases! {
    SEARCHED: "{0}：在 {1} 当日的家庭中查找，每项性质至多作出 {2} 次决定，种子 {3}",
        "{0}: searched among households on {1}, with at most {2} decisions for each property, seed {3}";
    NO_PROPERTIES: "政策在 {0} 没有需要成立的性质（`property`）", "the policy has no `property` in force on {0}";
    HOLDS: "✓ {0} {1}：问了 {2} 次，其中 {3} 次真正检验到它，没有反例",
        "✓ {0} {1}: asked {2} times, put to the test {3} times, no counterexample";
    NOT_SHOWN: "? {0} {1}：问了 {2} 次，没有反例，但只有 {3} 次真正检验到它（前提成立，所问的数额不为零），不足以说明它成立。用 --cases、--register 给出能检验它的家庭，或用 --budget 多作些决定",
        "? {0} {1}: not shown: asked {2} times, no counterexample, but put to the test only {3} times (what it presupposes was so, an amount it speaks of was not zero); give households that do so with --cases or --register, or more decisions with --budget";
    NOT_TESTED: "? {0} {1}：没有找到符合它的前提的家庭，未能检验。用 --cases、--register 给出这样的家庭",
        "? {0} {1}: not shown: found no household that puts it to the test; give some that do with --cases or --register";
    BROKEN: "✗ {0} {1}：不成立", "✗ {0} {1}: does not hold";
    BROKEN_FOR: "✗ {0} {1}：对 `{2}` 不成立", "✗ {0} {1}: does not hold of `{2}`";
    IN_ERROR: "✗ {0} {1}：无法算出（{2}）", "✗ {0} {1}: cannot be computed ({2})";
    RESTS_ON: "  依据：{0}", "  rests on {0}";
    FIRST: "前一个家庭", "the first household";
    SECOND: "后一个家庭，只有一项事实不同", "the second household, which differs in one fact";
    CLAUSES: "  起因：{0}", "  it begins with {0}";
}
