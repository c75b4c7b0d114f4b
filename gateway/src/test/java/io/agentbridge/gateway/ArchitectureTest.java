package io.agentbridge.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which room may know which. */
class ArchitectureTest {
    private static final String ROOT = "io.agentbridge.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.agentbridge");

    @Test
    void theEngineKnowsNoOtherRoom() {
        forbids("engine..", "journal..", "agents..", "gateway..", "bench..");
    }

    @Test
    void theJournalKnowsNoOtherRoom() {
        forbids("journal..", "engine..", "agents..", "gateway..", "bench..");
    }

    @Test
    void theAgentsKnowNothingButTheEnginesTypes() {
        forbids("agents..", "journal..", "gateway..", "bench..");
    }

    @Test
    void theWebSocketCodecKnowsNothingOfWhatMessagesSay() {
        forbids(
                "gateway.websocket..",
                "engine..",
                "journal..",
                "agents..",
                "gateway.wire..",
                "gateway.json..",
                "gateway.session..",
                "gateway.pipeline..");
    }

    @Test
    void theWireDecidesNothingAndKeepsNothing() {
        forbids("gateway.wire..", "journal..", "agents..", "gateway.pipeline..", "gateway.session..", "gateway.log..");
    }

    @Test
    void thePipelineKnowsNoClientsAndNoProcesses() {
        forbids("gateway.pipeline..", "agents..", "gateway.session..", "gateway.driver..", "gateway.http..");
    }

    @Test
    void theProjectionIsAReader() {
        forbids("gateway.projection..", "agents..", "gateway.pipeline..", "gateway.session..", "gateway.driver..");
        forbids("gateway.past..", "agents..", "gateway.pipeline..", "gateway.session..", "gateway.driver..");
    }

    @Test
    void noTwoRoomsOfTheGatewayNeedEachOther() {
        slices().matching("io.agentbridge.gateway.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    private static void forbids(String room, String... others) {
        String[] forbidden = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            forbidden[i] = ROOT + others[i];
        }
        noClasses()
                .that()
                .resideInAPackage(ROOT + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(CLASSES);
    }
}
