// Documentation.addTranslations() would make its plural rule from a string, which the site's Content Security
// Policy refuses; Vietnamese has one form only.
Documentation.LOCALE = "vi";
Documentation.PLURAL_EXPR = () => 0;
Object.assign(Documentation.TRANSLATIONS, {
    "Hide Search Matches": "Bỏ tô màu từ tìm kiếm",
    "Preparing search...": "Đang chuẩn bị tìm kiếm…",
    "Search Results": "Kết quả tìm kiếm",
    "Searching": "Đang tìm",
    ", in ": ", trong ",
    "Search finished, found one page matching the search query.": [
        "Tìm thấy ${resultCount} kết quả."
    ],
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.": "Không tìm thấy kết quả nào. Hãy kiểm tra lại chính tả hoặc dùng ít từ hơn."
});
