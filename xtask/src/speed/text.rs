//! Invented Chinese text: sentences of our own patterns, filled from our own lists of words. The same seed gives the same text.

/// Words that differ between the scripts and words that do not, as a Simplified and a Traditional hand write them.
const NOUNS: [(&str, &str); 48] = [
    ("山泉", "山泉"),
    ("井水", "井水"),
    ("茶树", "茶樹"),
    ("桥边", "橋邊"),
    ("钟声", "鐘聲"),
    ("老人", "老人"),
    ("孩子", "孩子"),
    ("旧书", "舊書"),
    ("纸张", "紙張"),
    ("风雨", "風雨"),
    ("河流", "河流"),
    ("村庄", "村莊"),
    ("铁路", "鐵路"),
    ("资料", "資料"),
    ("面粉", "麵粉"),
    ("头发", "頭髮"),
    ("系统", "系統"),
    ("历史", "歷史"),
    ("时间", "時間"),
    ("学校", "學校"),
    ("图书馆", "圖書館"),
    ("语言", "語言"),
    ("文字", "文字"),
    ("标准", "標準"),
    ("变化", "變化"),
    ("船夫", "船夫"),
    ("皇后", "皇后"),
    ("后院", "後院"),
    ("干菜", "乾菜"),
    ("树干", "樹幹"),
    ("干部", "幹部"),
    ("邻里", "鄰里"),
    ("千里", "千里"),
    ("里面", "裡面"),
    ("价钱", "價錢"),
    ("工厂", "工廠"),
    ("田野", "田野"),
    ("档案", "檔案"),
    ("县志", "縣志"),
    ("家谱", "家譜"),
    ("歌谣", "歌謠"),
    ("石碑", "石碑"),
    ("丝绸", "絲綢"),
    ("药方", "藥方"),
    ("钥匙", "鑰匙"),
    ("台阶", "臺階"),
    ("云雾", "雲霧"),
    ("谷物", "穀物"),
];
const VERBS: [(&str, &str); 24] = [
    ("记录", "記錄"),
    ("发现", "發現"),
    ("说明", "說明"),
    ("研究", "研究"),
    ("经过", "經過"),
    ("需要", "需要"),
    ("改变", "改變"),
    ("离开", "離開"),
    ("保护", "保護"),
    ("看见", "看見"),
    ("听到", "聽到"),
    ("写下", "寫下"),
    ("制作", "製作"),
    ("收藏", "收藏"),
    ("整理", "整理"),
    ("传给", "傳給"),
    ("描写", "描寫"),
    ("属于", "屬於"),
    ("修复", "修復"),
    ("复制", "複製"),
    ("覆盖", "覆蓋"),
    ("出现在", "出現在"),
    ("围绕", "圍繞"),
    ("胜过", "勝過"),
];
const ADVERBS: [(&str, &str); 20] = [
    ("后来", "後來"),
    ("已经", "已經"),
    ("从来", "從來"),
    ("只能", "只能"),
    ("几乎", "幾乎"),
    ("终于", "終於"),
    ("常常", "常常"),
    ("据说", "據說"),
    ("当时", "當時"),
    ("渐渐", "漸漸"),
    ("仍然", "仍然"),
    ("没有人", "沒有人"),
    ("许多人", "許多人"),
    ("那个", "那個"),
    ("这里的", "這裡的"),
    ("最后", "最後"),
    ("一向", "一向"),
    ("恐怕", "恐怕"),
    ("应当", "應當"),
    ("大约", "大約"),
];
const JOINS: [(&str, &str); 10] = [
    ("，", "，"),
    ("，因为", "，因為"),
    ("，所以", "，所以"),
    ("，但是", "，但是"),
    ("，而且", "，而且"),
    ("；", "；"),
    ("，如果", "，如果"),
    ("，虽然", "，雖然"),
    ("，于是", "，於是"),
    ("，与其说是", "，與其說是"),
];

/// Numbers that look random and are the same each time (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// Returns the numbers of `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns a number below `n`; 0 when there is none.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        // Not more than 32 bits, which any `usize` of today holds.
        usize::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default().checked_rem(n).unwrap_or_default()
    }

    /// Returns a number from `low` to `high`.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).copied()
    }
}

/// A hand that writes in one script.
pub struct Hand {
    pub dice: Dice,
    pub is_simplified: bool,
}

impl Hand {
    /// Returns two to four words that can be a title.
    pub fn title(&mut self) -> String {
        let n_nouns = self.dice.between(1, 2);
        let nouns: String = (0..n_nouns).map(|_| self.word(&NOUNS)).collect();
        format!("{}{nouns}", self.word(&VERBS))
    }

    /// Returns a clause of some 8 to 16 characters without a mark.
    pub fn clause(&mut self) -> String {
        let (noun, verb, object) = (self.word(&NOUNS), self.word(&VERBS), self.word(&NOUNS));
        match self.dice.below(16) {
            0..=5 => format!("{noun}{}{verb}{object}", self.word(&ADVERBS)),
            6..=10 => format!("{}{noun}的{}{verb}{object}", self.word(&ADVERBS), self.word(&NOUNS)),
            11..=14 => format!("{noun}{verb}{}的{object}", self.word(&NOUNS)),
            _ => format!("{}年{noun}{}{verb}{object}", 1800 + self.dice.below(220), self.word(&ADVERBS)),
        }
    }

    /// Returns a sentence of one to three clauses.
    pub fn sentence(&mut self) -> String {
        let mut sentence = self.clause();
        for _ in 0..self.dice.below(3) {
            sentence.push_str(self.word(&JOINS));
            sentence.push_str(&self.clause());
        }
        sentence.push('。');
        sentence
    }

    /// Returns a sentence with something in it that text of the web has: emphasis, code, a quotation, Latin words, a link.
    pub fn marked_sentence(&mut self) -> String {
        let (first, second) = (self.clause(), self.clause());
        let said = if self.is_simplified { ["“", "”"] } else { ["「", "」"] };
        match self.dice.below(6) {
            0 => format!("**{first}**，{second}。"),
            1 => format!("{first}，`count({})` {second}。", self.dice.below(1000)),
            2 => format!("{first}：{}{second}{}。", said[0], said[1]),
            3 => format!("{first}，the old stone bridge of the river，{second}。"),
            4 => format!("{first}，[{second}]({})。", self.address()),
            _ => format!("*{first}*，{second}。"),
        }
    }

    /// Returns an address of a host that is nobody's.
    pub fn address(&mut self) -> String {
        format!("https://example.org/{}/{}", self.dice.between(1990, 2026), self.dice.below(1_000_000))
    }

    fn word(&mut self, list: &[(&'static str, &'static str)]) -> &'static str {
        let (simplified, traditional) = self.dice.pick(list).unwrap_or_default();
        if self.is_simplified { simplified } else { traditional }
    }
}
