//! The common surnames, in both scripts.

/// Surnames of one character, in both forms where the scripts differ.
const SINGLE: &str = "王李張张劉刘陳陈楊杨黃黄趙赵吳吴周徐孫孙朱胡郭何林高羅罗鄭郑梁謝谢宋唐許许韓韩鄧邓馮冯曹彭曾蕭萧田董潘袁蔡蒋蔣余于杜\
                      葉叶程魏蘇苏呂吕丁任盧卢姚沈鍾钟姜崔譚谭陸陆范汪廖石金韋韦賈贾夏付方鄒邹熊白孟秦邱侯江尹薛閻阎段雷龍龙黎史陶賀贺毛\
                      郝顧顾龔龚邵萬万覃武錢钱戴嚴严莫孔湯汤馬马傅康賴赖喬乔洪歐欧施倪柯游翁莊庄駱骆魯鲁葛柳俞阮溫温柴章管";
/// Surnames of two characters.
const DOUBLE: [[char; 2]; 8] =
    [['司', '馬'], ['司', '马'], ['歐', '陽'], ['欧', '阳'], ['諸', '葛'], ['诸', '葛'], ['上', '官'], ['令', '狐']];

/// Whether `c`, of either script, is a common surname. Many of them begin words too: 方法, 江水.
pub fn is_surname(c: char) -> bool {
    SINGLE.contains(c)
}

/// The length of the common surname with which `text`, of either script, begins.
///
/// Units: characters, one or two.
pub fn surname_length(text: &[char]) -> Option<usize> {
    if DOUBLE.iter().any(|surname| text.starts_with(surname)) {
        return Some(2);
    }
    text.first().filter(|c| is_surname(**c)).map(|_| 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Convert, ScriptConfig};
    use crate::opencc::OpenCc;

    #[test]
    fn both_forms_of_a_surname_are_listed_once() {
        let engine = OpenCc::new();
        for (i, c) in SINGLE.chars().enumerate() {
            assert_eq!(SINGLE.chars().position(|other| other == c), Some(i), "{c} is listed twice");
            let simplified = engine.convert(ScriptConfig::T2s, &c.to_string()).expect("OpenCC converts");
            assert!(simplified.chars().all(is_surname), "{c} is listed, {simplified} is not");
        }
        assert_eq!(surname_length(&['歐', '陽', '明']), Some(2));
        assert_eq!(surname_length(&['歐', '文']), Some(1));
        assert_eq!(surname_length(&['她', '說']), None);
    }
}
