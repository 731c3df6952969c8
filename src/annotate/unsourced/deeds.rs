//! What bodies decide, what is awarded, and what is the utmost of a region. In: a word's place in a leaf's text. Out: whether
//! something is asserted there. Knows no claim; 通過走廊, 獲得獎勵 and 世界上最好的媽媽 assert nothing that can be checked.
//!
//! 1. The words around are read in the word's clause (`Clause`): a body, a bill, a penalty, a prize, a region.
//! 2. What is said of any case (如果, 可以), by the author, or of the word itself asserts nothing (`is_real`).
//! 3. A verdict wants its body or its matter, a vote its bill, an honour its name, a superlative its region.

use super::speech::{Quoted, is_unnamed, is_unsaid};
use super::words::{Around, Lexicon};
use crate::model::{Span, is_han};

/// The farthest that a body stands before its deed, and a region before its superlative, in characters.
const REACH: usize = 12;
/// The longest quotation that only names a word.
const LONGEST_WORD: usize = 6;
/// What stands before 獎 and gives no prize a name: 很多獎, 一個獎.
const NAMELESS: &str = "個个項项種种次些多的得了過过這这那大座張张";
/// What makes another word of 獎 or 案 with what stands before or behind: 獎品, 答案.
const REWARDS: &str = "品金狀状勵励賞赏學学項项罰罚池券";
const NO_BILLS: &str = "答方檔档圖图個个專专文教病備备紋纹腹";
/// Behind a bill, it is a way of doing something: 通過法律途徑.
const WAYS: &str = "手途程渠援方";
/// Behind a deed, it is a noun, or any such deed: 判決書, 判決前.
const NOUNS: &str = "的書书文前後后時时與与和或";

/// A word with the clause that it stands in.
struct Clause<'a> {
    before: &'a [char],
    word: &'a [char],
    behind: &'a [char],
    lexicon: &'a Lexicon,
}

impl<'a> Clause<'a> {
    fn new(quoted: &Quoted<'a>, word: &Span, lexicon: &'a Lexicon) -> Self {
        let slice = |at: Span| quoted.text.get(at).unwrap_or_default();
        let (before, behind) = (quoted.clause(word.start), quoted.clause_behind(word.end));
        Self { before: slice(before), word: slice(word.clone()), behind: slice(behind), lexicon }
    }

    /// Where words of `kind` stand in `text`.
    fn all(&self, text: &[char], kind: Around) -> Vec<Span> {
        let found = |i| self.lexicon.around.longest_at(text, i).filter(|(_, found)| *found == kind);
        (0..text.len()).filter_map(|i| Some(i..i + found(i)?.0)).collect()
    }

    fn has(&self, text: &[char], kind: Around) -> bool {
        !self.all(text, kind).is_empty()
    }

    fn is_passive(&self) -> bool {
        let is_mark = |c: Option<&char>| c.is_some_and(|c| matches!(c, '被' | '遭' | '獲' | '获'));
        is_mark(self.word.first()) || is_mark(self.before.last())
    }

    /// Whether a deed was done: neither wished nor supposed, nor is its word a noun.
    fn is_real(&self) -> bool {
        let subject = self.before.strip_suffix(&['被']).unwrap_or(self.before);
        let is_noun = self.behind.first().is_some_and(|c| NOUNS.contains(*c));
        !is_noun
            && !is_unnamed(subject, self.lexicon)
            && !is_unsaid(subject, self.lexicon)
            && !self.has(self.before, Around::If)
    }

    /// Whether one of `kind` stands before the word, nobody else between.
    fn is_led_by(&self, kind: Around) -> bool {
        self.all(self.before, kind).last().is_some_and(|at| {
            let between = self.before.get(at.end..).unwrap_or_default();
            let asks = at.start.checked_sub(1).and_then(|before| self.before.get(before));
            between.len() <= REACH
                && !between.iter().any(|c| matches!(c, '我' | '你' | '他' | '她' | '它' | '誰' | '谁'))
                && !asks.is_some_and(|c| matches!(c, '向' | '請' | '请' | '由' | '求' | '等' | '靠'))
        })
    }

    fn has_bill(&self, text: &[char]) -> bool {
        let is_bill = |at: &Span| {
            let before = at.start.checked_sub(1).and_then(|before| text.get(before));
            let is_other = at.len() == 1 && before.is_none_or(|c| NO_BILLS.contains(*c));
            !is_other && !text.get(at.end).is_some_and(|c| WAYS.contains(*c))
        };
        self.all(text, Around::Bill).iter().any(is_bill)
    }

    /// Whether a prize with a name, an order or a title of a contest stands behind the word.
    fn has_prize(&self) -> bool {
        let text = self.behind;
        let is_prize = |at: &Span| {
            let next = text.get(at.end);
            let is_named = text.get(..at.start).is_some_and(|name| {
                name.len() >= 2 && name.iter().rev().take(2).all(|c| is_han(*c) || c.is_alphanumeric())
            }) && text.get(at.start - 1).is_some_and(|c| !NAMELESS.contains(*c));
            let is_whole = at.len() > 1 || (is_named && !next.is_some_and(|c| REWARDS.contains(*c)));
            is_whole && next != Some(&'是')
        };
        self.all(text, Around::Prize).iter().any(is_prize)
    }
}

impl Quoted<'_> {
    /// Says whether a court's or an authority's decision is told at `word`: 法院駁回上訴, 他被判處死刑.
    pub(super) fn is_verdict(&self, word: &Span, lexicon: &Lexicon) -> bool {
        let clause = Clause::new(self, word, lexicon);
        let has_doer = !clause.before.is_empty() || clause.is_passive();
        let has_matter =
            || [clause.before, clause.word, clause.behind].into_iter().any(|text| clause.has(text, Around::Penal));
        clause.is_real() && !self.is_named_only(word) && (clause.is_led_by(Around::Body) || (has_doer && has_matter()))
    }

    /// Says whether a vote is told at `word`: 國會通過預算案, 法案獲得通過.
    pub(super) fn is_vote(&self, word: &Span, lexicon: &Lexicon) -> bool {
        let clause = Clause::new(self, word, lexicon);
        let is_held =
            clause.has_bill(clause.before) || (clause.is_led_by(Around::Body) && clause.has_bill(clause.behind));
        is_held && clause.is_real() && !self.is_named_only(word)
    }

    /// Says whether an honour with a name is told at `word`: 獲得諾貝爾文學獎, 當選市長.
    pub(super) fn is_honour(&self, word: &Span, lexicon: &Lexicon) -> bool {
        let clause = Clause::new(self, word, lexicon);
        let is_whole = matches!(clause.word, ['榮' | '荣', ..] | [.., '冠']);
        let is_elected = matches!(clause.word.last(), Some('選' | '选'));
        let has_name = || {
            is_whole
                || clause.has_prize()
                || (is_elected
                    && [Around::Office, Around::Body].into_iter().any(|kind| clause.has(clause.behind, kind)))
        };
        clause.is_real() && !self.is_named_only(word) && has_name()
    }

    /// Returns 最 at `word` with its adjective, where the region stands before that it holds for: 世界上最深的湖.
    pub(super) fn utmost(&self, word: &Span, lexicon: &Lexicon) -> Option<Span> {
        let clause = Clause::new(self, word, lexicon);
        let n_han = clause.behind.iter().take(4).take_while(|c| is_han(**c) && !matches!(c, '的' | '之')).count();
        let is_utmost = n_han > 0 && clause.is_led_by(Around::Region) && !is_unnamed(clause.before, lexicon);
        is_utmost.then(|| word.start..word.end + n_han.min(if n_han > 3 { 2 } else { 3 }))
    }

    /// Says whether what was measured or asked shows something at `word`: 研究顯示, 調查結果表明.
    pub(super) fn is_shown(&self, word: &Span, lexicon: &Lexicon) -> bool {
        let clause = Clause::new(self, word, lexicon);
        let is_study = clause.all(clause.before, Around::Study).iter().any(|at| at.end == clause.before.len());
        let is_place = matches!(clause.behind.first(), Some('在' | '於' | '于' | '為' | '为'));
        let has_person = clause.before.iter().any(|c| matches!(c, '他' | '她' | '它'));
        is_study && !is_place && !has_person && clause.is_real() && !self.is_named_only(word)
    }

    /// Says whether `word` stands in a quotation so short that it only names a word.
    fn is_named_only(&self, word: &Span) -> bool {
        (word.start.saturating_sub(LONGEST_WORD)..word.start).any(|open| {
            self.closes
                .get(open)
                .copied()
                .flatten()
                .is_some_and(|close| close >= word.end && close - open <= LONGEST_WORD + 1)
        })
    }
}

/// The words around a deed, in both scripts where they differ.
pub(super) const AROUND: &[(Around, &str)] = &[
    (
        Around::Body,
        "法院 法庭 高院 大法官 法官 陪審團/陪审团 仲裁庭 合議庭/合议庭 檢方/检方 檢察院/检察院 檢察署/检察署 檢察官/检察官 國會/国会 議會/议会
         參議院/参议院 眾議院/众议院 上議院/上议院 下議院/下议院 參院/参院 眾院/众院 立法院 行政院 國務院/国务院 監察院/监察院 司法院 立法會/立法会 人大
         常委會/常委会 政協/政协 內閣/内阁 政府 市府 縣府/县府 省府 委員會/委员会 聯合國/联合国 安理會/安理会 歐盟/欧盟 總統/总统",
    ),
    (
        Around::Bill,
        "案 法律 憲法/宪法 條例/条例 預算/预算 決議/决议 動議/动议 條約/条约 協定/协定 公約/公约 修憲/修宪",
    ),
    (
        Around::Penal,
        "死刑 徒刑 緩刑/缓刑 判刑 有罪 無罪/无罪 罪名 監禁/监禁 無期/无期 終身監禁/终身监禁 上訴/上诉 抗告 再審/再审 被告 原告 原判 敗訴/败诉
         勝訴/胜诉 違憲/违宪 合憲/合宪",
    ),
    (
        Around::Prize,
        "獎/奖 金牌 銀牌/银牌 銅牌/铜牌 獎牌/奖牌 獎章/奖章 勳章/勋章 冠軍/冠军 亞軍/亚军 季軍/季军 桂冠 影帝 影后 爵位 院士 世界紀錄/世界纪录",
    ),
    (
        Around::Office,
        "總理/总理 首相 主席 議長/议长 議員/议员 立委 委員/委员 市長/市长 縣長/县长 省長/省长 州長/州长 教宗",
    ),
    (
        Around::Region,
        "世界 全球 地球 人類/人类 全國/全国 全省 全市 全縣/全县 全城 全鎮/全镇 全村 全島/全岛 全港 全臺/全台 全台 全校 國內/国内 境內/境内
         亞洲/亚洲 歐洲/欧洲 非洲 美洲 北美 南美 大洋洲 東亞/东亚 東南亞/东南亚 中東/中东 中國/中国 大陸/大陆 臺灣/台湾 台灣/台湾 香港
         日本 韓國/韩国 印度 美國/美国 英國/英国 法國/法国 德國/德国 俄國/俄国 俄羅斯/俄罗斯",
    ),
    (
        Around::Study,
        "研究 研究結果/研究结果 調查/调查 調查結果/调查结果 實驗/实验 實驗結果/实验结果 報告/报告 統計/统计 數據/数据 民調/民调 資料/资料 證據/证据
         論文/论文 普查 紀錄/纪录 檢測/检测 檢驗/检验 研究人員/研究人员 研究團隊/研究团队 研究者 科學家/科学家",
    ),
    (
        Around::If,
        "如果 假如 假使 倘若 倘 若 要是 一旦 除非 即使 是否 能否 希望 應該/应该 應當/应当 必須/必须 可以 可能 無法/无法 不能 怎麼/怎么 怎樣/怎样
         如何 為何/为何 也許/也许 或許/或许 夢想/梦想 只要 只有",
    ),
];
