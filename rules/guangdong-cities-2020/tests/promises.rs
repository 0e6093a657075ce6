//! What the cities' policies promise: they load, and nothing in them is copied or left unused.

use doudi::Policy;

#[test]
fn the_cities_load_without_a_warning() {
    use doudi_guangdong_cities_2020::{guangzhou, shenzhen, zhuhai};
    for policy in [guangzhou(), shenzhen(), zhuhai()] {
        let policy = policy.unwrap_or_else(|error| panic!("{error}"));
        assert!(policy.warnings().is_empty(), "{:?}", policy.warnings());
        let amended: Vec<&str> = policy.model().policy.amends.iter().map(|base| base.id.as_str()).collect();
        assert_eq!(amended, ["guangdong_2020"]);
    }
}

#[test]
fn a_city_below_its_floor_is_refused_with_both_places() {
    let own = include_str!("../shenzhen/shenzhen-2020.policy").replace("any: 1250", "any: 1049.99");
    let error = Policy::load(doudi_guangdong_2020::sources().policy("shenzhen-2020.policy", own)).unwrap_err();
    let [below] = error.diagnostics.as_slice() else { panic!("{error}") };
    assert_eq!(below.entry.code, "E0418");
    assert_eq!(below.args[..3], ["1049.99", "1050", "dibao_floor"]);
    assert_eq!(below.labels.len(), 1, "the floor's own place");
}

#[test]
fn what_they_share_with_the_province_is_decided_alike() {
    let (province, city) = (doudi_guangdong_2020::policy().unwrap(), doudi_guangdong_cities_2020::shenzhen().unwrap());
    let rules = |policy: &Policy| policy.model().rules.iter().map(|rule| rule.name.id.clone()).collect::<Vec<_>>();
    assert_eq!(rules(&province), rules(&city), "no rule is copied, added or lost");
}
