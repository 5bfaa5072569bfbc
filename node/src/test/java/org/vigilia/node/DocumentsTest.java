package org.vigilia.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documents promise is there: commands, their options, and the files they point to. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COMMAND = Pattern.compile("\\./vigilia +([a-z]+)([^`\\n]*)");
    private static final Pattern OPTION = Pattern.compile("(?<=[ \\[])--[a-z-]+");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");

    /** Done by the script itself, without a class of ours. */
    private static final Set<String> SCRIPTED = Set.of("help", "check", "test");

    @Test
    void everyCommandInTheDocumentsExistsWithItsOptions() throws IOException {
        CommandLine commands = Main.commandLine();
        for (Path document : documents().toList()) {
            Matcher matcher = COMMAND.matcher(Files.readString(document));
            while (matcher.find()) {
                String name = matcher.group(1);
                if (SCRIPTED.contains(name)) {
                    continue;
                }
                CommandLine command = commands.getSubcommands().get(name);
                assertThat(command).as("%s: %s", document, matcher.group()).isNotNull();
                if (command != null
                        && command.getCommandSpec().unmatchedArgsBindings().isEmpty()) {
                    assertThat(optionsOf(command))
                            .as("%s: %s", document, matcher.group())
                            .containsAll(optionsIn(matcher.group(2)));
                }
            }
        }
    }

    @Test
    void theHelpOfTheScriptListsEveryCommand() throws IOException {
        String script = Files.readString(ROOT.resolve("vigilia"));
        Set<String> all = new TreeSet<>(Main.commandLine().getSubcommands().keySet());
        all.addAll(SCRIPTED);
        assertThat(all).allSatisfy(name -> assertThat(script).contains("./vigilia " + name));
    }

    @Test
    void everyLinkBetweenDocumentsLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents().toList()) {
            Matcher matcher = LINK.matcher(Files.readString(document));
            while (matcher.find()) {
                if (!Files.exists(document.resolveSibling(matcher.group(1)))) {
                    broken.add(ROOT.relativize(document) + " → " + matcher.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static Stream<Path> documents() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String name : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
            all.add(ROOT.resolve(name));
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(all::add);
        }
        assertThat(all).hasSizeGreaterThan(10);
        return all.stream();
    }

    private static Set<String> optionsOf(CommandLine command) {
        Set<String> all = new TreeSet<>(command.getCommandSpec().optionsMap().keySet());
        command.getSubcommands().values().forEach(inner -> all.addAll(optionsOf(inner)));
        return all;
    }

    private static Set<String> optionsIn(String rest) {
        return OPTION.matcher(" " + rest).results().map(r -> r.group()).collect(Collectors.toSet());
    }
}
