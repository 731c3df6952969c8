use super::Words;
use crate::model::Weigh;

fn best(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = chars.clone();
    for weighed in Words::new().weigh(&chars) {
        out[weighed.at] = weighed.forms[0].form;
    }
    out.into_iter().collect()
}

#[test]
fn the_likeliest_forms_are_found_whatever_stands() {
    for (text, meant) in [
        ("係統麵臨嚴峻挑戰", "系統面臨嚴峻挑戰"),
        ("矽穀的阿裏巴巴", "矽谷的阿里巴巴"),
        ("一碗牛肉麵", "一碗牛肉麵"),
        ("他隻是說說", "他只是說說"),
        ("聯係我們", "聯繫我們"),
        ("乾隆皇帝", "乾隆皇帝"),
    ] {
        assert_eq!(best(text), meant);
    }
}

#[test]
fn what_stands_is_always_among_the_forms() {
    let text: Vec<char> = "麵臨，裏程碑𠀀乾".chars().collect();
    let words = Words::new();
    for weighed in words.weigh(&text) {
        let standing = words.fold(text[weighed.at]);
        assert!(weighed.forms.iter().any(|form| form.form == standing), "{weighed:?}");
        assert!(weighed.forms.is_sorted_by_key(|form| form.cost));
    }
}
