package io.agentbridge.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.UUID;
import java.util.WeakHashMap;
import org.junit.jupiter.api.Test;

/** What keeps the engine deterministic: nothing in it can see a clock, a file, a thread, chance, or an undefined order. */
class PurityTest {
    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.agentbridge.engine");

    @Test
    void the_engine_depends_on_nothing_but_plain_java() {
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.agentbridge.engine..", "java.lang..", "java.util", "java.util.function", "org.jspecify..")
                .check(ENGINE);
    }

    @Test
    void the_engine_knows_no_time_but_what_it_is_told() {
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(ENGINE);
        noClasses().should().callMethod(System.class, "nanoTime").check(ENGINE);
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(ENGINE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.time..")
                .check(ENGINE);
    }

    @Test
    void the_engine_knows_no_chance() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Random.class).check(ENGINE);
        noClasses().should().callMethod(Math.class, "random").check(ENGINE);
        noClasses().should().callMethod(UUID.class, "randomUUID").check(ENGINE);
        noClasses()
                .should()
                .callMethod(System.class, "identityHashCode", Object.class)
                .check(ENGINE);
    }

    @Test
    void the_engine_has_no_threads_and_touches_no_process_or_property() {
        noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class).check(ENGINE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(ENGINE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Process.class)
                .check(ENGINE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Runtime.class)
                .check(ENGINE);
        noClasses()
                .should()
                .callMethod(System.class, "getProperty", String.class)
                .check(ENGINE);
        noClasses().should().callMethod(System.class, "getenv", String.class).check(ENGINE);
    }

    @Test
    void every_order_in_the_engine_is_defined() {
        for (Class<?> unordered :
                new Class<?>[] {HashMap.class, HashSet.class, IdentityHashMap.class, WeakHashMap.class}) {
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(unordered)
                    .because("its order of iteration is not defined")
                    .check(ENGINE);
        }
        noClasses()
                .should()
                .callMethod(java.util.Set.class, "copyOf", java.util.Collection.class)
                .check(ENGINE);
        noClasses()
                .should()
                .callMethod(java.util.Map.class, "copyOf", java.util.Map.class)
                .check(ENGINE);
    }
}
