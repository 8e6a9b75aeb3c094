Documentation.addTranslations({
    "locale": "vi",
    "messages": {
        "Hide Search Matches": "Bỏ tô màu từ tìm kiếm",
        "Preparing search...": "Đang chuẩn bị tìm kiếm…",
        "Search Results": "Kết quả tìm kiếm",
        "Searching": "Đang tìm",
        ", in ": ", trong ",
        "Search finished, found one page matching the search query.": [
            "Tìm thấy ${resultCount} kết quả."
        ],
        "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.": "Không tìm thấy kết quả nào. Hãy kiểm tra lại chính tả hoặc dùng ít từ hơn."
    },
    "plural_expr": "0"
});
