package theseus.kernel;

import java.util.Optional;
import theseus.kernel.spi.ChangeSet;
import theseus.kernel.spi.Invocation;
import theseus.kernel.spi.Outcome;
import theseus.kernel.spi.SignatureScheme;
import theseus.kernel.spi.StateView.Row;
import theseus.protocol.Descriptor.InvariantShape;
import theseus.protocol.Genesis;
import theseus.protocol.TableId;
import theseus.sdk.Bytes;
import theseus.sdk.View;

/** Makes the first state: the kernel's tables, then each module's genesis in the order listed. */
final class GenesisBuilder {
    private static final long FIRST_EPOCH = 1;
    private static final long FIRST_HEIGHT = 1;

    private final Genesis genesis;
    private final ModuleSet modules;
    private final Instances instances;
    private final SignatureScheme signatures;
    private final Overlay overlay = new Overlay(new EmptyState());
    private long gasUsed;

    GenesisBuilder(
            Genesis genesis, ModuleSet modules, Instances instances, SignatureScheme signatures) {
        this.genesis = genesis;
        this.modules = modules;
        this.instances = instances;
        this.signatures = signatures;
    }

    ChangeSet build() {
        kernelTables();
        genesis.instances().forEach(this::document);
        genesis.instances().forEach(this::scans);
        return overlay.changes();
    }

    /** By documents and scans. */
    long gasUsed() {
        return gasUsed;
    }

    private void kernelTables() {
        overlay.put(
                KernelTables.PARAMETERS,
                KernelTables.SINGLE,
                new ChainRecord(
                                genesis.hash(),
                                genesis.protocolVersion(),
                                genesis.parameters(),
                                modules.hash())
                        .encode());
        overlay.put(
                KernelTables.EPOCH,
                KernelTables.SINGLE,
                new EpochRecord(FIRST_EPOCH, FIRST_HEIGHT).encode());
        for (Genesis.Validator validator : genesis.validators()) {
            overlay.put(
                    KernelTables.VALIDATORS,
                    KernelTables.key(validator.key()),
                    new ValidatorRecord(validator.power()).encode());
        }
        modules.instances()
                .forEach(
                        (name, installed) -> {
                            ModuleRecord module = installed.module();
                            overlay.put(
                                    KernelTables.MODULES, KernelTables.key(name), module.encode());
                            overlay.put(
                                    KernelTables.ARTIFACTS,
                                    KernelTables.key(module.artifact()),
                                    installed.artifact().encode());
                        });
    }

    private void document(Genesis.Instance one) {
        Instance instance = instances.find(one.name()).orElseThrow();
        if (instance.layout().descriptor().genesis().isEmpty()) {
            return;
        }
        Execution execution = execution();
        long budget = genesis.parameters().blockGas();
        Outcome outcome =
                execution.run(
                        instance,
                        new Invocation.Genesis(one.document()),
                        Optional.empty(),
                        false,
                        budget);
        gasUsed += outcome.gasUsed();
        if (outcome instanceof Outcome.Returned) {
            gasUsed += SumInvariants.check(execution, budget - outcome.gasUsed()).gasUsed();
        }
        if (outcome instanceof Outcome.Refused(String code, long _)) {
            throw GenesisChecks.refused(
                    one, "DOCUMENT_REFUSED", "its genesis document is refused with " + code);
        }
        if (execution.failure().isPresent()) {
            Execution.Failure failure = execution.failure().get();
            throw GenesisChecks.refused(
                    one,
                    "DOCUMENT_TRAPPED",
                    "its genesis document makes %s fail with %s: %s; correct the document"
                            .formatted(
                                    failure.instance(),
                                    failure.trap().kind(),
                                    failure.trap().reason()));
        }
    }

    /** At genesis every record is scanned; later a cursor walks. */
    private void scans(Genesis.Instance one) {
        Instance instance = instances.find(one.name()).orElseThrow();
        for (InvariantShape scan : instance.layout().scans()) {
            for (TableId table : instance.scanned(scan)) {
                RowPages rows =
                        new RowPages(overlay, table, Bytes.EMPTY, Optional.empty(), View.MAX_RANGE);
                while (rows.hasNext()) {
                    scan(one, instance, scan, rows.next());
                }
            }
        }
    }

    private void scan(Genesis.Instance one, Instance instance, InvariantShape scan, Row row) {
        Outcome outcome =
                execution()
                        .run(
                                instance,
                                new Invocation.CheckScan(scan.name(), row.key(), row.value()),
                                Optional.empty(),
                                true,
                                genesis.parameters().routineGas());
        gasUsed += outcome.gasUsed();
        if (!(outcome instanceof Outcome.Returned returned && Execution.holds(returned))) {
            throw GenesisChecks.refused(
                    one,
                    "INVARIANT_BROKEN",
                    "scan invariant %s does not hold for the record under %s; correct the document"
                            .formatted(scan.name(), row.key().hex()));
        }
    }

    private Execution execution() {
        return new Execution(
                overlay,
                instances,
                signatures,
                Execution.Setting.ofKernel(0, genesis.timeMillis(), genesis.hash()),
                Trace.off());
    }
}
