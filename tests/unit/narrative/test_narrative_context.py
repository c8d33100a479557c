"""Year, scope and heading decide whether a number is the report's."""

from tiny_prose import document, figures_of, report, scored

from pipeline.narrative import read


def test_numbers_of_other_years_are_left_out() -> None:
    text = "2023年公开政府信息80条，收到申请3件；2024年公开政府信息120条，收到信息公开申请5件。"
    assert scored(text) == {"disclosure_total=120", "requests_received=5"}
    assert scored(text, report(2023)) == {"disclosure_total=80", "requests_received=3"}


def test_a_year_in_the_name_of_a_document_governs_nothing() -> None:
    text = "公开2023年度部门决算和《2022年统计公报》，主动公开政府信息120条。"
    assert scored(text) == {"disclosure_total=120"}


def test_a_wrong_title_year_does_not_hide_the_numbers() -> None:
    text = "2020年主动公开政府信息56条。2021年收到政府信息公开申请2件。"
    assert scored(text, report(2021, title_year=2020)) == {"disclosure_total=56", "requests_received=2"}


def test_without_a_report_year_nothing_is_hidden() -> None:
    assert scored("2019年主动公开政府信息56条。", report(None)) == {"disclosure_total=56"}


def test_problems_and_plans_are_not_read() -> None:
    text = (
        "五、存在的主要问题及改进情况\n全年收到信息公开申请2件。\n六、其他需要报告的事项\n收取信息处理费0元。"
    )
    assert scored(text) == {"info_fee_yuan=0"}


def test_numbers_in_a_note_are_no_statements() -> None:
    text = (
        "三、收到和处理政府信息公开申请情况\n注：本年新收数含上年结转3件。\n※ 实际收到申请10件\n"
        "说明：1.不含乡镇收到的申请12件。\n2.上年结转申请4件在本年办结。\n收到政府信息公开申请7件。"
    )
    assert scored(text) == {"requests_received=7"}


def test_own_numbers_go_before_those_of_the_whole_city() -> None:
    text = "全市各级行政机关共收到政府信息公开申请900件。市政府办公室收到政府信息公开申请30件。"
    assert scored(text) == {"requests_received=30"}
    assert scored(text, report(is_aggregate=True)) == {"requests_received=900"}


def test_scope_is_said() -> None:
    (figure,) = figures_of("全县各级行政机关共发布政府信息5200条。")
    assert figure.scope == "government_aggregate"


def test_a_heading_gives_the_topic() -> None:
    assert scored("（二）依申请公开情况。\n全年共收到12件，办结11件。") >= {"requests_closed=11"}
    assert scored("六、其他需要报告的事项\n本年度未发生收费。") == {"info_fee_yuan=0"}


def test_parts_on_lines_of_their_own() -> None:
    text = (
        "全年主动公开政府信息28条，其中：\n1.机构职能类5条；\n2.政策法规类20条；\n3.其他3条。\n"
        "未收到信息公开申请。"
    )
    assert scored(text) == {
        "disclosure_total=28",
        "category:机构职能类=5",
        "category:政策法规类=20",
        "category:其他=3",
        "requests_received=0",
    }


def test_groups_nest() -> None:
    text = "主动公开政府信息20余万条，其中，县政府网站发布信息16000条（概况类6000条、动态类10000条）。"
    outer, inner = read(document(text), report()).groups
    assert [part.value for part in outer.parts] == [16000]
    assert [(part.channel, part.value) for part in inner.parts] == [
        ("category:概况类", 6000),
        ("category:动态类", 10000),
    ]


def test_outcomes_and_shares_are_no_figures() -> None:
    text = "收到申请10件，予以公开及部分公开6件，占60%；不予公开4件，占40%。"
    narrative = read(document(text), report())
    assert {figure.measure for figure in narrative.figures} == {"requests_received"}
    assert {figure.measure: figure.value for figure in narrative.outcomes} == {
        "outcome_granted_partial": 6,
        "outcome_granted_partial_share": 60,
        "outcome_refused": 4,
        "outcome_refused_share": 40,
    }


def test_unscored_measures_are_given() -> None:
    text = "收到申请5件，结转下年度2件。废止规范性文件3件。网站访问量12万人次。"
    assert {(figure.measure, figure.value) for figure in figures_of(text)} >= {
        ("requests_carried_out", 2),
        ("normative_docs_repealed", 3),
        ("visits", 120000),
    }


def test_traditional_characters() -> None:
    text = "2024年主動公開政府資訊1200條，其中網站公開800條，微信公開400條。收到政府資訊公開申請3件。"
    assert scored(text) == {"disclosure_total=1200", "website=800", "wechat=400", "requests_received=3"}


def test_sentence_over_wrapped_lines() -> None:
    text = (
        "本年度我局持续加强政府信息公开工作，进一步完善各项\n工作制度，明确工作责任，规范公开流程和公开标准，通\n"
        "过县政府门户网站、微信公众号等渠道主动公开政府信息\n1128 条，全年共收到政府信息公开申请 7\n件，"
        "均已按照规定的时限和要求向申请人作出了答复意见。"
    )
    assert scored(text) == {"disclosure_total=1128", "requests_received=7"}


def test_empty_and_long_input() -> None:
    assert figures_of("") == ()
    assert figures_of("公开信息1条、" * 3000) is not None
