//! What `collate` leaves alone, since it is right.

use super::{owned, proposed, proposed_for, run};
use crate::typed::Site;

#[test]
fn names_and_rare_words_are_left() {
    for right in [
        "老薑切片，太子參須分清，鼓師一捲袖子，湯就好了。",
        "渡口的船家姓范，掌櫃姓余，周先生和姜小姐是常客。",
        "帳目由合作社自行編製報告，放在工作檯上，旁邊有一捲膠帶。",
        "電線桿下的饅頭發霉了，他歎息一聲，走到岩壁底下。",
        "鄰居鍾太太和鐘先生都是里民，鍾律師不是。",
        "辛丑年丑時，里民都到里長家裡，皇帝封后的詔書到了。",
    ] {
        assert_eq!(proposed_for(right), [], "{right}");
    }
}

/// In a text about watches 錶 stands alone too, and no converter put it there.
#[test]
fn a_form_at_home_in_the_article_is_not_doubted_alone() {
    let watches = "渡口的鐘錶店修手錶，也修懷錶。老闆把錶貼在耳邊，說錶慢了，錶的背面還有字。";
    assert_eq!(proposed_for(watches), []);
    let oracles = "廟裡求籤，抽籤的人先擲筊；籤詩只有四句。製度麵臨改變，供水係統也是。籤是下下籤，那支籤還在。";
    let found = proposed_for(oracles);
    assert!(!found.iter().any(|(change, ..)| change.contains('籤')), "{found:?}");
}

/// A recipe puts meat on the noodles, and stands before them; a converter's 麵前 stands beside 麵臨.
#[test]
fn what_is_on_the_noodles_is_not_on_the_face() {
    let recipe = "麵條煮熟，拌麵前先把乾麵過水。把肉醬澆在麵上，淋上湯汁，端到客人麵前。";
    let found = proposed_for(recipe);
    assert!(found.iter().all(|(_, is_firm, _)| !is_firm), "{found:?}");
    let desk = "服務檯設在大廳左側，檯上放著一盞檯燈，取票到櫃檯。";
    let found = proposed_for(desk);
    assert!(!found.iter().any(|(change, is_firm, _)| *is_firm && change.contains("檯上")), "{found:?}");
    let careless = "工程麵臨困難，前麵的路麵要重鋪，後麵也是。主任站在大家麵前，說全麵檢查。";
    let found = proposed_for(careless);
    assert!(found.iter().any(|(change, is_firm, _)| *is_firm && change.contains("麵前")), "{found:?}");
}

/// Beside 麵 that a converter made of 面, a bowl of noodles is no error that is sure.
#[test]
fn what_is_in_something_is_no_name_of_a_place() {
    let found = proposed_for("她的卡裡沒有錢，米裡有蟲，布裡包著針，每一格裡寫一個字。");
    assert!(found.iter().all(|(_, is_firm, _)| !is_firm), "{found:?}");
    let found = proposed_for("他把鑰匙藏在樹裡，這裡的人都知道。她的卡裡沒有錢，那裡米裡有蟲，湯裡也有。");
    assert_eq!(found, owned(&[]));
    let found = proposed_for("巴裡島在哪裡？離這裡多少英裡？");
    assert_eq!(found, owned(&[("巴裡島→巴里島", true, 1), ("英裡→英里", true, 1)]));
}

#[test]
fn words_of_computing_are_no_slips() {
    assert_eq!(proposed_for("新檔會覆寫原有的檔案。把鍵繫結到指令，資料繫結很方便，伺服器支援並發連線。"), owned(&[]));
}

/// Words of administration, chemistry and computing beside common ones, and forms that good books write for each other.
#[test]
fn rare_words_and_double_forms_are_no_careless_conversion() {
    let index = "# 舊橋\n\n他亂發脾氣，程式覆寫了檔案。設廠機製之飲料品課稅，菸害防制的宣導，去氧核醣核酸的樣本。\n\n\
        犯罪團夥拚死抵抗，在街上遊盪；孩子打韆鞦，天璿是北斗第二星。他去買煙，遇上飢荒，眾聲喧嘩。\n";
    let found = proposed(&run(&Site::new(&[("qiao/index.md", index)]), false));
    assert_eq!(
        found.iter().filter(|(_, is_firm, _)| *is_firm).collect::<Vec<_>>(),
        Vec::<&(String, bool, usize)>::new()
    );
    let verse = "# 記\n\n".to_owned()
        + &"溪上有亭，亭旁有松。翁居之，不問世事。客至則烹茶，客去則掩扉。迴首望山，迴頭見月。面山臨水，製琴一張。里人莫知其姓，皆曰谷中之隱者也。其心之樂，得乎山水之間，非人之所能與也。\n\n".repeat(5);
    assert_eq!(proposed(&run(&Site::new(&[("qiao/index.md", &verse)]), false)), []);
}

/// What stands is a word beside the next: 並|設, 沖|入, 復|述; prose of law has 係 for the copula; others are written as well.
#[test]
fn words_that_only_seem_to_begin_another_are_no_slips() {
    for right in [
        "爰並設但書之規定，刑之宣告並入監執行，無庸復述，汙水一併沖入下水道。",
        "參見註7之說明，標的鉅大，願神庇蔭，帳目請逐筆覆查。",
        "其目的係指保障，該會係由議會選出，所稱人民係指居民。聲請人係列管人員，依據法律係謂之。",
        "控制檯與操作檯都在船尾，上級的批復到了，他假藉名義，法律係由議會訂立，會議於吉隆坡召開。",
    ] {
        let found = proposed_for(right);
        assert!(found.iter().all(|(_, is_firm, _)| !is_firm), "{right}: {found:?}");
    }
}

/// One wrong choice of each kind, as naive converters make them.
#[test]
fn what_naive_converters_choose_wrongly_is_found() {
    let wrong = "公司麵臨困難，管理係統要髮展，裡程碑立在路邊，製度不全，他沒有迴應。山上有鬆樹，隻有一個人，房間很幹淨，在后面等。";
    let found = proposed_for(wrong);
    for change in
        ["麵臨→面臨", "管理係統→管理系統", "髮展→發展", "製度→制度", "隻有→只有", "幹淨→乾淨", "鬆樹→松樹", "迴應→回應"]
    {
        assert!(found.iter().any(|(found, ..)| found.contains(change)), "{change} in {found:?}");
    }
}
