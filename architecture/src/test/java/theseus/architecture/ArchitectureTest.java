package theseus.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The test of ARCHITECTURE.md: directions between rooms, cycles, and what the core may not see. */
final class ArchitectureTest {
    /** Below this many classes a rule would be passing over an empty house. */
    private static final int FEWEST_CLASSES = 700;

    /** {@code modules/upgrades/consent-2/target/classes} */
    private static final int DEEPEST_ROOM = 5;

    /** The same blocks must lead to the same roots and the same gas here. */
    private static final String[] DETERMINISTIC = {
        "theseus.sdk..",
        "theseus.protocol..",
        "theseus.kernel..",
        "theseus.runtime..",
        "theseus.state..",
        "theseus.crypto..",
        "theseus.module.."
    };

    private static final Map<String, Set<String>> MAY_IMPORT = mayImport();

    private static final Path ROOT =
            Path.of(System.getProperty("theseus.home", "..")).toAbsolutePath().normalize();

    private static final JavaClasses HOUSE = house();

    /** Every room's compiled classes; a new module needs no line here. */
    private static JavaClasses house() {
        try (Stream<Path> folders = Files.walk(ROOT, DEEPEST_ROOM)) {
            List<Path> classes =
                    folders.filter(folder -> folder.endsWith(Path.of("target", "classes")))
                            .sorted()
                            .toList();
            return new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPaths(classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Set<String>> mayImport() {
        Map<String, Set<String>> rules = new TreeMap<>();
        Set<String> core = Set.of("sdk", "protocol", "kernel");
        rules.put("fuzzing", Set.of());
        rules.put("sdk", Set.of());
        rules.put("protocol", Set.of("sdk"));
        rules.put("assessment", Set.of("sdk", "protocol"));
        rules.put("kernel", Set.of("sdk", "protocol"));
        rules.put("crypto", core);
        rules.put("runtime", core);
        rules.put("state", core);
        rules.put("storage", with(core, "state"));
        rules.put("consensus", core);
        rules.put("testkit", with(core, "runtime", "state", "storage", "crypto"));
        rules.put("model", Set.of());
        rules.put("node", with(core, "runtime", "state", "storage", "crypto", "consensus"));
        rules.put("client", Set.of("sdk", "protocol"));
        rules.put("health", Set.of("sdk", "protocol", "client"));
        rules.put(
                "cli",
                with(
                        core,
                        "assessment",
                        "runtime",
                        "state",
                        "storage",
                        "crypto",
                        "testkit",
                        "node",
                        "client",
                        "health"));
        return rules;
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(List.of(more));
        return all;
    }

    /** The room a class lives in; modules all share one, and so do the engines of a kind. */
    private static Optional<String> room(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith("theseus.")) {
            return Optional.empty();
        }
        if (name.startsWith("theseus.module.")) {
            return Optional.of("module");
        }
        String rest = name.substring("theseus.".length());
        return MAY_IMPORT.keySet().stream()
                .filter(room -> rest.equals(room) || rest.startsWith(room + "."))
                .findFirst();
    }

    @Test
    void theHouseIsNotEmpty() {
        assertTrue(HOUSE.size() >= FEWEST_CLASSES, "only " + HOUSE.size() + " classes seen");
    }

    @Test
    void roomsImportOnlyWhatTheyMay() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : HOUSE) {
            Optional<String> from = room(type);
            if (from.isEmpty() || from.get().equals("module")) {
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                room(dependency.getTargetClass())
                        .filter(to -> !to.equals(from.get()))
                        .filter(to -> !MAY_IMPORT.get(from.get()).contains(to))
                        .ifPresent(to -> wrong.add(dependency.getDescription()));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void onChainModulesImportTheSdkOnly() {
        noClasses()
                .that()
                .resideInAPackage("theseus.module..")
                .should()
                .dependOnClassesThat(
                        com.tngtech.archunit.base.DescribedPredicate.describe(
                                "live outside java.lang, java.math, java.util and the sdk",
                                target ->
                                        !target.getPackageName().startsWith("java.lang")
                                                && !target.getPackageName().equals("java.math")
                                                && !target.getPackageName().equals("java.util")
                                                && !target.getPackageName()
                                                        .startsWith("java.util.function")
                                                && !target.getPackageName()
                                                        .startsWith("theseus.module")
                                                && !target.getPackageName().equals("theseus.sdk")
                                                && !target.isPrimitive()
                                                && !target.isArray()))
                .check(HOUSE);
    }

    @Test
    void modulesAndEnginesDoNotImportEachOther() {
        for (String siblings : List.of("module", "consensus", "storage")) {
            slices().matching("theseus." + siblings + ".(*)..")
                    .should()
                    .notDependOnEachOther()
                    .check(HOUSE);
        }
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("theseus.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void whatMustComeOutAlikeSeesNoClockRandomnessOrIo() {
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.time..", "java.nio.file..", "java.net..")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(HOUSE);
    }

    /** The state has two threads, for parts of a tree and for snapshots; the others have none. */
    @Test
    void theCoreStartsNoThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC)
                .and()
                .resideOutsideOfPackage("theseus.state..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Executor.class)
                .orShould()
                .callConstructorWhere(
                        target(owner(assignableTo(Thread.class))).as("a thread is constructed"))
                .orShould()
                .callMethod(Thread.class, "ofPlatform")
                .orShould()
                .callMethod(Thread.class, "ofVirtual")
                .check(HOUSE);
    }
}
