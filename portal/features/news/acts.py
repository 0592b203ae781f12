"""What happens to news, in the words of the audit log."""

from collections.abc import Mapping

from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    "news.add_category": lazy("Category of news added"),
    "news.add_picture": lazy("Picture added to a news item"),
    "news.add_source": lazy("Source of news added"),
    "news.appear": lazy("Scheduled news item appeared"),
    "news.attach": lazy("File attached to a news item"),
    "news.change_category": lazy("Category of news changed"),
    "news.change_source": lazy("Source of news changed"),
    "news.correct": lazy("Published news item corrected"),
    "news.delete": lazy("Draft of a news item deleted"),
    "news.describe_picture": lazy("Picture of a news item described anew"),
    "news.detach": lazy("File of a news item removed"),
    "news.end": lazy("News item ended by hand"),
    "news.expire": lazy("News item reached its end"),
    "news.fetch": lazy("Source of news fetched"),
    "news.first_picture": lazy("Picture of a news item put first"),
    "news.import": lazy("News item imported"),
    "news.leave": lazy("Proposal of a source left aside"),
    "news.move_category": lazy("Category of news moved"),
    "news.order_import": lazy("Import of news ordered"),
    "news.propose": lazy("Source proposed a change of a news item"),
    "news.publish": lazy("News item published"),
    "news.recount": lazy("Figures of news put right"),
    "news.redate": lazy("Times of a news item changed"),
    "news.remove_category": lazy("Category of news removed"),
    "news.remove_picture": lazy("Picture of a news item removed"),
    "news.save": lazy("News item saved"),
    "news.schedule": lazy("News item scheduled"),
    "news.take_back": lazy("News item made a draft again"),
    "news.withdraw": lazy("News item withdrawn"),
    "news.write": lazy("News item begun"),
}

THINGS: Mapping[str, LazyString] = {
    "news": lazy("News item"),
    "news_category": lazy("Category of news"),
    "news_source": lazy("Source of news"),
}
