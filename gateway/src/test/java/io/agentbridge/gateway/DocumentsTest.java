package io.agentbridge.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what the documents refer to, tests and files, to what there is. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final List<Path> SOURCES = List.of(
            ROOT.resolve("engine/src/test"),
            ROOT.resolve("journal/src/test"),
            ROOT.resolve("agents/src/test"),
            ROOT.resolve("gateway/src/test"),
            ROOT.resolve("bench/src/test"),
            ROOT.resolve("clients/java/src/test"),
            ROOT.resolve("src/e2e/src/test"));
    /** {@code Class#method}, or {@code #method} of the class named before. */
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)?(?:#(\\w+))?`");

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void everyTestThatADocumentNamesIsThere() throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path document : documents()) {
            String lastClass = "";
            Matcher matcher = TEST.matcher(Files.readString(document));
            while (matcher.find()) {
                String method = matcher.group(2);
                lastClass = matcher.group(1) == null ? lastClass : matcher.group(1);
                if (matcher.group(1) == null && method == null) {
                    continue;
                }
                named++;
                String source = sources.getOrDefault(lastClass, "");
                if (source.isEmpty() || (method != null && !source.contains(" " + method + "("))) {
                    missing.add(document.getFileName() + ": " + lastClass + "#" + method);
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 100, "only " + named + " tests are named");
    }

    @Test
    void everyFileThatADocumentLinksToIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            Matcher matcher = LINK.matcher(Files.readString(document));
            while (matcher.find()) {
                links++;
                if (!Files.exists(document.resolveSibling(matcher.group(1)))) {
                    missing.add(document.getFileName() + ": " + matcher.group(1));
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(links >= 10, "only " + links + " links were found");
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents =
                new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("src/protocol/README.md")));
        try (Stream<Path> pages = Files.list(ROOT.resolve("src/docs"))) {
            pages.filter(page -> page.toString().endsWith(".md")).forEach(documents::add);
        }
        return documents;
    }

    /** The text of each test class; of those that share a name, all. */
    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path folder : SOURCES) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(".java")) {
                        sources.merge(name.replace(".java", ""), Files.readString(file), String::concat);
                    }
                }
            }
        }
        return sources;
    }
}
