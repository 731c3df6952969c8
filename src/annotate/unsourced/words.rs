//! The words that give a checkable sentence away, by script. In: a text and a place. Out: the longest word that begins there.
//! Knows no sentence: a word may yet be said by nobody, or be followed by what makes it harmless.
//!
//! 1. A list has words divided by spaces; 首個/首个 are the two forms of one word, 首次 is the same in both scripts.
//! 2. A script's lists are read once (`lexicon`) and searched by first character (`Words::longest_at`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::deeds::AROUND;
use crate::model::{CharacterSet, Script};

/// What a word does to its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// Checkable wherever it stands: a superlative, a first, a rumour, a day named by another day.
    Flat,
    /// Denies for all time; harmless in the first person.
    Never,
    /// A first; harmless in the first person and where it opens an enumeration.
    Ordinal,
    /// A public act: checkable beside a proper name.
    Act,
    /// A decision of a court or an authority: checkable beside a body or what it decides of.
    Verdict,
    /// A decision that others take too: checkable beside a proper name as well.
    Decree,
    /// A vote: checkable beside a bill.
    Vote,
    /// Wins or is given: checkable before a prize, an order, an office.
    Honour,
    /// 最: checkable where a region goes before.
    Utmost,
    /// Shows: checkable behind a study or its numbers.
    Show,
    /// Leans on another text: checkable before the title of a work.
    Cite,
    /// A verb that gives somebody's words, whoever the subject is.
    Report,
    /// A verb of saying that wants a named subject or a quotation.
    Say,
    /// A verb of opinion that wants its holder directly before it, or a quotation.
    Hold,
    /// A verb that wants a quotation directly behind it.
    Call,
    /// Looks like one of the others, or like a number, and is none.
    Plain,
}

/// How a unit weighs with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Money and percentages: any number counts.
    Hard,
    /// 元, which also makes 二元論.
    Yuan,
    /// Sizes and multiples: any number but 百 or 千 alone.
    Measure,
    /// Stretches and points of time.
    Time,
    /// 月: the months have numbers from one.
    Month,
    /// 名: persons counted in reports.
    Person,
    /// 人: 三人 is a count, 兩人 a pronoun.
    People,
    /// 成: tenths.
    Tenths,
    /// Classifiers: 三個理由 is no measurement, 三百個 and 3 個 are.
    Count,
}

/// Who stands before a verb of saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// An office, a calling or a body.
    Role,
    /// The author, the reader, or nobody in particular.
    Unnamed,
    /// Directly before the verb: it is not said, or a noun.
    Unsaid,
    /// Directly before the verb: the last character of an office or a body.
    Ending,
}

/// What stands around a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    /// A court, a parliament, a government.
    Body,
    /// What is voted on.
    Bill,
    /// What a court decides, and of whom.
    Penal,
    /// A prize, an order, a title of a contest.
    Prize,
    /// To what somebody is elected.
    Office,
    /// For what a superlative holds.
    Region,
    /// What was measured or asked.
    Study,
    /// Supposes or demands.
    If,
}

/// Words by their first characters, the longest first.
pub(super) struct Words<T> {
    by_first: BTreeMap<char, Vec<(Vec<char>, T)>>,
    /// Most characters of a text begin no word.
    firsts: CharacterSet,
}

impl<T: Copy> Words<T> {
    fn new(script: Script, lists: &[(T, &str)]) -> Self {
        let mut words: BTreeMap<char, Vec<(Vec<char>, T)>> = BTreeMap::new();
        for (kind, list) in lists {
            for entry in list.split_whitespace() {
                let (hant, hans) = entry.split_once('/').unwrap_or((entry, entry));
                let form: Vec<char> = if script == Script::Hant { hant } else { hans }.chars().collect();
                if let Some(first) = form.first() {
                    words.entry(*first).or_default().push((form, *kind));
                }
            }
        }
        for same in words.values_mut() {
            same.sort_by_key(|(form, _)| std::cmp::Reverse(form.len()));
        }
        let mut firsts = CharacterSet::default();
        firsts.extend(words.keys().copied());
        Self { by_first: words, firsts }
    }

    /// Returns the length and kind of the longest word that begins at `i`.
    pub(super) fn longest_at(&self, text: &[char], i: usize) -> Option<(usize, T)> {
        let rest = text.get(i..)?;
        let first = rest.first().filter(|c| self.firsts.contains(**c))?;
        let (form, kind) = self.by_first.get(first)?.iter().find(|(form, _)| rest.starts_with(form))?;
        Some((form.len(), *kind))
    }
}

/// All words of one script.
pub(super) struct Lexicon {
    pub(super) senses: Words<Sense>,
    pub(super) units: Words<Unit>,
    pub(super) subjects: Words<Subject>,
    pub(super) around: Words<Around>,
}

static HANT: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(Script::Hant));
static HANS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(Script::Hans));

/// Returns the words of `script`.
pub(super) fn lexicon(script: Script) -> &'static Lexicon {
    match script {
        Script::Hant => &HANT,
        Script::Hans => &HANS,
    }
}

impl Lexicon {
    fn new(script: Script) -> Self {
        Self {
            senses: Words::new(script, SENSES),
            units: Words::new(script, UNITS),
            subjects: Words::new(script, SUBJECTS),
            around: Words::new(script, AROUND),
        }
    }
}

const SENSES: &[(Sense, &str)] = &[
    // Superlatives that can be measured; 最好 and 最重要 are judgements.
    (
        Sense::Flat,
        "最大 最小 最多的 最少的 最高 最低 最長/最长 最短 最快 最慢 最早 最晚 最強/最强 最弱 最貴/最贵 最便宜 最廉價/最廉价
         最老 最古老 最年長/最年长 最年輕/最年轻 最遠/最远 最輕/最轻 最熱/最热 最冷 最富 最富有 最窮/最穷 最有名 最出名
         最著名 最知名 最暢銷/最畅销 最受歡迎/最受欢迎 最活躍/最活跃 最強大/最强大 最先進/最先进 最繁忙 最密集 最嚴重/最严重
         最頻繁/最频繁 最廣/最广 最厚 最薄 最高級/最高级",
    ),
    (
        Sense::Flat,
        "首次 首度 首個/首个 首家 首位 首例 首創/首创 首名 首座 首款 首部 首批 首屈一指 第一大
         全球第一 世界第一 全國第一/全国第一 亞洲第一/亚洲第一 排名第一 位居第一 名列第一
         居首 榜首 之最 之首 最先 率先 唯一 惟一 獨一無二/独一无二 絕無僅有/绝无仅有 僅存/仅存 數一數二/数一数二
         史上 有史以來/有史以来 歷史新高/历史新高 創下/创下 新高 新低 紀錄以來/纪录以来 前所未有 史無前例/史无前例
         空前 全部 全都 無一例外/无一例外 無一/无一 過半/过半 半數/半数 翻倍 翻了一番 減半/减半",
    ),
    (
        Sense::Flat,
        "據說/据说 據稱/据称 據報/据报 據悉/据悉 據報導/据报导 據報道/据报道 據了解/据了解 據瞭解/据了解 相傳/相传
         去年 前年 昨日 昨天 前天 上月 上個月/上个月 上週/上周 上星期 上世紀/上世纪 元年 民國/民国
         漢代/汉代 漢朝/汉朝 漢末/汉末 唐代 唐朝 唐末 唐初 宋代 宋朝 宋末 宋初 元代 元朝 元末 明代 明朝 明末 明初 清代
         清朝 清末 清初 秦代 秦朝 隋代 隋朝 星期一 星期二 星期三 星期四 星期五 星期六 星期日",
    ),
    (
        Sense::Ordinal,
        "第一次 第一個/第一个 第一位 第一家 第一座 第一部 第一款 第一人 第一所 第一條/第一条 第一支 第一艘 第一架 第一本
         頭一次/头一次 頭一回/头一回 頭一個/头一个",
    ),
    (
        Sense::Act,
        "推出 發布/发布 發佈/发布 發表/发表 成立 創立/创立 創辦/创办 設立/设立 收購/收购 併購/并购 簽署/签署 簽訂/签订 任命 出任 接任
         辭去/辞去 曾任 擔任/担任 起訴/起诉 刊登 刊出 創刊/创刊 出版 訪問/访问 走訪/走访 會見/会见 啟動/启动
         上市 採用/采用 采用 採購/采购 選用/选用 改用",
    ),
    (
        Sense::Cite,
        "據/据 根據/根据 依據/依据 按照 引自 取自 出自 源自 源於/源于 摘自 引用 轉引/转引 轉載/转载 題為/题为 見於/见于 載於/载于",
    ),
    (
        Sense::Verdict,
        "駁回/驳回 裁定 裁決/裁决 宣判 改判 判處/判处 判刑 判定 被判 被判處/被判处 遭判 獲判/获判 被判刑 撤銷/撤销 維持原判/维持原判
         定罪 特赦 赦免 引渡 彈劾/弹劾",
    ),
    (Sense::Decree, "判決/判决 批准"),
    (Sense::Vote, "通過/通过 否決/否决 表決/表决 三讀/三读 審議/审议"),
    (
        Sense::Honour,
        "獲得/获得 榮獲/荣获 獲頒/获颁 獲授/获授 獲贈/获赠 奪得/夺得 奪下/夺下 奪冠/夺冠 摘得 摘下 贏得/赢得 得過/得过 拿下 斬獲/斩获
         授予 授與/授与 頒予/颁予 頒給/颁给 當選/当选 獲選/获选",
    ),
    (Sense::Utmost, "最"),
    (Sense::Show, "顯示/显示 表明 發現/发现"),
    (Sense::Hold, "認為/认为 主張/主张 推測/推测 推斷/推断 斷言/断言"),
    (Sense::Never, "從未/从未 從來沒有/从来没有 從不/从不 從無/从无"),
    (
        Sense::Report,
        "指出 宣布 宣佈/宣布 宣告 透露 聲稱/声称 宣稱/宣称 證實/证实 披露 坦言 坦承 直言 報道/报道 報導/报导 重申 警告 寫道/写道
         爆料 揭露 公布 公佈/公布",
    ),
    (
        Sense::Say,
        "說/说 稱/称 道 曰 云 問/问 答 喊 表示 強調/强调 承認/承认 否認/否认 批評/批评 指控 指責/指责 呼籲/呼吁 讚揚/赞扬 稱讚/称赞
         回應/回应 告訴/告诉 抨擊/抨击 譴責/谴责 駁斥/驳斥 澄清 解釋/解释 補充/补充 預測/预测 預計/预计 預言/预言 估計/估计
         估算 形容 質疑/质疑 引述 援引 轉述/转述",
    ),
    (
        Sense::Call,
        "稱為/称为 稱之為/称之为 稱作/称作 叫做 叫作 譽為/誉为 喻為/喻为 斥為/斥为 稱他為/称他为 稱她為/称她为 稱其為/称其为 自稱/自称
         號稱/号称",
    ),
    (
        Sense::Plain,
        "最好 最壞/最坏 最差 最糟 最佳 最優/最优 最美 最醜/最丑 最愛/最爱 最喜歡/最喜欢 最恨 最怕 最討厭/最讨厌 最想 最希望 最需要 最關心/最关心
         最在乎 最擅長/最擅长 最懂 最像 最該/最该 最能 最會/最会 最有 最重要 最主要 最關鍵/最关键 最根本 最基本 最核心 最值得 最值 最難/最难
         最容易 最簡單/最简单 最複雜/最复杂 最合適/最合适 最適合/最适合 最幸福 最快樂/最快乐 最開心/最开心 最幸運/最幸运 最痛苦 最悲 最孤獨/最孤独
         最寂寞 最可愛/最可爱 最可怕 最可憐/最可怜 最可惜 最可靠 最溫柔/最温柔 最溫暖/最温暖 最動人/最动人 最偉大/最伟大 最聰明/最聪明 最善良
         最笨 最傻 最棒 最酷 最帥/最帅 最甜 最香 最真 最深情 最深刻 最優秀/最优秀 最優美/最优美 最難忘/最难忘 最後/最后 最終/最终 最近 最初
         最新 最親/最亲 最親愛/最亲爱 最漂亮 最有趣 最無聊/最无聊 最神奇 最神秘 最浪漫 最迷人 最完美 最理想 最不 最令人 最讓/最让 最為/最为 最忙 最黑暗 最苦 最累 最安靜/最安静 最寧靜/最宁静 最平凡 最普通 最特別/最特别 最奇怪
         最荒唐 最荒謬/最荒谬 最冷漠 最熱鬧/最热闹 最冷清 最乾淨/最干净 最髒/最脏 最珍貴/最珍贵 最寶貴/最宝贵 最純潔/最纯洁 最真誠/最真诚 最勇敢
         最懶/最懒 最勤勞/最勤劳 最嚴厲/最严厉 最熟悉 最陌生 最忠誠/最忠诚 最舒服 最舒適/最舒适 最慘/最惨 最恐怖 最瘋狂/最疯狂
         被判斷/被判断 判決書/判决书 顯示器/显示器 顯示屏/显示屏 顯示卡/显示卡 顯示幕/显示幕
         第一個問題/第一个问题 第一個理由/第一个理由 第一個原因/第一个原因 第一個例子/第一个例子 第一個難題/第一个难题 第一個步驟/第一个步骤 第一個特點/第一个特点
         第一個好處/第一个好处 第一個條件/第一个条件 第一個階段/第一个阶段 第一個印象/第一个印象 第一個念頭/第一个念头 第一個反應/第一个反应 報道者/报道者 報導者/报导者
         全部的 最大化 最大限度 最小化 最高興/最高兴 最低限度 最長遠/最长远 最快樂/最快乐 最大公約數/最大公约数 最高法院 最短板 唯一性
         唯一的辦法/唯一的办法 史上下 第一次世界大戰/第一次世界大战 最先端 民國風/民国风
         說明/说明 說法/说法 說服/说服 說話/说话 說不/说不 說得/说得 說到/说到 說起/说起 說來/说来 說出/说出 說穿/说穿 說穿了/说穿了
         說白/说白 說教/说教 小說/小说 學說/学说 傳說/传说 解說/解说 演說/演说 聽說/听说 再說/再说 或者說/或者说 換句話說/换句话说
         也就是說/也就是说 就是說/就是说 來說/来说 可以說/可以说 不用說/不用说 比如說/比如说 照理說/照理说 老實說/老实说
         俗話說/俗话说 常言道 話說/话说 遊說/游说 假說/假说 虛說/虚说 一般來說/一般来说 簡單說/简单说 嚴格說/严格说 說是/说是
         名稱/名称 簡稱/简称 俗稱/俗称 通稱/通称 全稱/全称 對稱/对称 職稱/职称 人稱/人称 稱呼/称呼 稱號/称号 稱得上/称得上 堪稱/堪称
         稱職/称职 稱心/称心 相稱/相称 統稱/统称 別稱/别称 古稱/古称 併稱/并称 著稱/著称 尊稱/尊称 稱謂/称谓 稱霸/称霸 稱王/称王
         道路 道理 道德 知道 街道 味道 報道員/报道员 難道/难道 軌道/轨道 管道 渠道 人道 公道 道歉 頻道/频道 隧道 通道 問題/问题
         學問/学问 問卷/问卷 顧問/顾问 疑問/疑问 提問/提问 詢問/询问 問世/问世 答案 回答 解答 問答/问答 報答/报答 滴答 云云
         自我批評/自我批评 表示法 不可否認/不可否认 不得不承認/不得不承认 無可否認/无可否认
         十年樹木/十年树木 百年樹人/百年树人 百年大計/百年大计 三人行 三人成虎 三年五載/三年五载 三天兩頭/三天两头 十萬火急/十万火急
         萬一/万一 十字路口 十字架 三十六計/三十六计 一日三秋 三百六十行 二十四孝 十八般 五千年",
    ),
];

const UNITS: &[(Unit, &str)] = &[
    (
        Unit::Hard,
        "% ％ ‰ ℃ ℉ °C °F 個百分點/个百分点 百分點/百分点 美元 歐元/欧元 日圓/日圆 日元 英鎊/英镑 港元 港幣/港币 新臺幣/新台币 新台幣/新台币
         臺幣/台币 台幣/台币 人民幣/人民币 塊錢/块钱 法郎 盧布/卢布 盧比/卢比 韓元/韩元 加元 澳元 美金 兩銀/两银 兩銀子/两银子 文錢/文钱",
    ),
    (Unit::Yuan, "元 圓/圆"),
    (
        Unit::Measure,
        "倍 公里 公尺 千米 英里 海里 米 厘米 釐米/厘米 毫米 奈米 納米/纳米 公分 英尺 英寸 尺 丈 寸 公斤 斤 噸/吨 千克 毫克 毫升 公升
         公頃/公顷 畝/亩 平方 立方 攝氏/摄氏 華氏/华氏 千瓦 兆瓦 瓦 伏 赫茲/赫兹 位元 字節/字节 平方公里 華里/华里 斛 石糧/石粮",
    ),
    (
        Unit::Time,
        "年 天 日 週/周 星期 個星期/个星期 個月/个月 個多月/个多月 小時/小时 個小時/个小时 分鐘/分钟 秒 秒鐘/秒钟 世紀/世纪 個世紀/个世纪 年代 歲/岁 載/载
         季度 年間/年间 晝夜/昼夜 更 刻鐘/刻钟 個鐘頭/个钟头 鐘頭/钟头",
    ),
    (Unit::Month, "月 月份"),
    (Unit::Person, "名"),
    (Unit::People, "人"),
    (Unit::Tenths, "成"),
    (
        Unit::Count,
        "個/个 位 家 次 種/种 座 部 篇 條/条 項/项 件 冊/册 本 枚 艘 架 輛/辆 間/间 所 棟/栋 層/层 張/张 隻/只 只 頭/头 匹 株 棵 戶/户
         票 字 款 支 場/场 批 幅 首 卷 級/级 號/号 度 里 步 塊/块 台 臺/台 團/团 隊/队 國/国 省 市 縣/县 局 樓/楼 版 例
         起 人次 門/门 床 顆/颗 根 口 孔 級臺階/级台阶 石 升 斗 兩/两",
    ),
];

const SUBJECTS: &[(Subject, &str)] = &[
    (
        Subject::Role,
        "發言人/发言人 負責人/负责人 創辦人/创办人 創始人/创始人 主持人 執行長/执行长 執行官/执行官 董事長/董事长 總裁/总裁 總經理/总经理
         總統/总统 總理/总理 首相 部長/部长 市長/市长 縣長/县长 省長/省长 州長/州长 校長/校长 院長/院长 局長/局长 署長/署长 主席 主任
         大使 議員/议员 委員/委员 官員/官员 教授 院士 博士 研究員/研究员 分析師/分析师 專家/专家 學者/学者 記者/记者 警方 檢方/检方
         官方 校方 院方 軍方/军方 當局/当局 政府 法院 公司 集團/集团 銀行/银行 大學/大学 媒體/媒体 委員會/委员会 部門/部门 研究所 協會/协会
         工會/工会 公會/公会 學會/学会 商會/商会 理事會/理事会 聯合會/联合会
         基金會/基金会 報告/报告 研究 調查/调查 白皮書/白皮书 公報/公报 電訊/电讯 通訊社/通讯社 日報/日报 時報/时报 晚報/晚报 郵報/邮报
         週刊/周刊 學家/学家 作家 評論家/评论家 律師/律师 先生 女士 夫人 工程師/工程师 經濟師/经济师 檢察官/检察官 法官 將軍/将军 司令
         大臣 皇帝 縣令/县令 知府 御史 國會/国会 議會/议会 聯合國/联合国 白宮/白宫 國務院/国务院 外交部 國防部/国防部 研究者 批評者/批评者 聯盟/联盟 倡議/倡议 聲明/声明 宣言 法案
         條例/条例 論文/论文 文件 備忘錄/备忘录
         業內人士/业内人士 業界/业界 學界/学界 外界 輿論/舆论 坊間/坊间 分析人士 觀察人士/观察人士 觀察家/观察家 權威人士/权威人士
         相關人士/相关人士 有關人士/有关人士 內部人士/内部人士 研究人員/研究人员 研究團隊/研究团队
         支持者 目擊者/目击者 消息人士 知情人士 縣志/县志 方志 史記/史记",
    ),
    (
        Subject::Unnamed,
        "我 你 您 咱 作者 筆者/笔者 本文 本站 本版 本篇 有人 人們/人们 誰/谁 大家 人家 讀者/读者 某些人 很多人 許多人/许多人 任何人 別人/别人
         俗話/俗话 所謂/所谓",
    ),
    (
        Subject::Unsaid,
        "喜歡/喜欢 愛/爱 敢 肯 習慣/习惯 假裝/假装 可以 應該/应该 必須/必须 需要 不得不 值得 可 會/会 要 能 想 請/请 來/来 去 所 的 不 沒/没 沒有/没有 無法/无法 被 這/这 那 此
         篇 則/则 一 原 須/须 應/应 當然/当然 難以/难以 據/据 新聞/新闻 進行/进行 受到 接受 提出 作出 做出 發出/发出 為/为 是 和 與/与 或 就
         拒絕/拒绝 如果 只能 或許/或许 也許/也许 何 怎麼/怎么 怎樣/怎样 如何 什麼/什么 兩/两 種/种 以 該/该 有",
    ),
    (Subject::Ending, "社 報/报 院 部 局 署 廳/厅 府 黨/党 委 廠/厂 台 臺/台 團/团 者 員/员 長/长 商 國/国 官 志 公"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Convert, ScriptConfig};
    use crate::opencc::OpenCc;

    fn entries<T: Copy + std::fmt::Debug>(lists: &[(T, &'static str)]) -> Vec<(T, &'static str)> {
        lists.iter().flat_map(|(kind, list)| list.split_whitespace().map(|entry| (*kind, entry))).collect()
    }

    fn all() -> Vec<&'static str> {
        let senses = entries(SENSES).into_iter().map(|(_, entry)| entry);
        let units = entries(UNITS).into_iter().map(|(_, entry)| entry);
        senses
            .chain(units)
            .chain(entries(SUBJECTS).into_iter().map(|(_, entry)| entry))
            .chain(entries(AROUND).into_iter().map(|(_, entry)| entry))
            .collect()
    }

    #[test]
    fn each_pair_is_one_word_in_both_scripts() {
        let engine = OpenCc::new();
        let differs = |entry: &&str| {
            let (hant, hans) = entry.split_once('/').unwrap_or((entry, entry));
            engine.convert(ScriptConfig::T2s, hant).expect("OpenCC converts") != hans
        };
        assert_eq!(all().into_iter().filter(differs).collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[track_caller]
    fn check_kinds<T: Copy + PartialEq + std::fmt::Debug>(lists: &[(T, &'static str)]) {
        let entries = entries(lists);
        for (i, (kind, entry)) in entries.iter().enumerate() {
            let twice = entries.iter().skip(i + 1).find(|(other, same)| same == entry && other != kind);
            assert_eq!(twice, None, "{entry} is of two kinds");
        }
    }

    #[test]
    fn no_word_is_of_two_kinds() {
        check_kinds(SENSES);
        check_kinds(UNITS);
        check_kinds(SUBJECTS);
        check_kinds(AROUND);
    }
}
