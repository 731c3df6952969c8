import com.adobe.epubcheck.tool.EpubChecker;

/** Has EPUBCheck look at many books: starting it, and all that it reads before the first, takes fifty times as long as a book. */
class CheckBooks {
    public static void main(String[] books) {
        int worst = 0;
        for (String book : books) {
            worst = Math.max(worst, new EpubChecker().run(new String[] {"--usage", book}));
        }
        System.exit(worst);
    }
}
