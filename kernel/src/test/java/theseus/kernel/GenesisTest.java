package theseus.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import theseus.kernel.Script.Op;
import theseus.protocol.Genesis;
import theseus.sdk.Bytes;
import theseus.sdk.Capability;
import theseus.sdk.PublicKey;

/** One minimal genesis for each reason to refuse one. */
final class GenesisTest {
    private static final int ROWS = ScriptModule.ROWS;

    private final TestChain chain = new TestChain();

    @Test
    void genesisFillsTables() {
        chain.with("a", ScriptModule.plain(), "", Script.of(new Op.Put(ROWS, 1, 10))).start();
        assertEquals(10, chain.value("a", ROWS, 1));
        assertEquals(10, chain.total("a"));
        ChainRecord record = Modules.chain(chain.state);
        assertEquals(chain.genesis.hash(), record.chain());
        assertEquals(chain.kernel.modules(chain.state).hash(), record.moduleSet());
    }

    @Test
    void genesisMayCallInstancesListedBefore() {
        chain.with("b", ScriptModule.plain())
                .with(
                        "a",
                        ScriptModule.plain().requiring(),
                        "b",
                        Script.of(new Op.Call(false, true, Script.of(new Op.Put(ROWS, 1, 10)))))
                .start();
        assertEquals(10, chain.value("b", ROWS, 1));
    }

    @Test
    void protocolVersion() {
        Genesis other =
                new Genesis("x", 2, 0, Genesis.Parameters.DEFAULT, chain.validators, List.of());
        assertEquals(
                "PROTOCOL_VERSION",
                assertThrows(
                                GenesisRefused.class,
                                () -> chain.newKernel().genesis(other, chain.artifacts))
                        .code());
    }

    @Test
    void parameters() {
        chain.parameters = new Genesis.Parameters(0, 1, 1);
        refused("PARAMETERS", "parameters");
    }

    @Test
    void validators() {
        chain.validators = List.of();
        refused("VALIDATORS", "validators");
        Genesis.Validator one = new Genesis.Validator(TestChain.key(1), 1);
        chain.validators = List.of(one, one);
        refused("VALIDATORS", "validators[1]");
        PublicKey broken = new PublicKey(7, Bytes.fromHex("00"));
        chain.validators = List.of(new Genesis.Validator(broken, 1));
        refused("VALIDATORS", "validators[0]");
    }

    @Test
    void instanceName() {
        chain.with("A b", ScriptModule.plain());
        refused("INSTANCE_NAME", "instance A b");
    }

    @Test
    void reservedOrDoubledInstanceName() {
        chain.with("kernel", ScriptModule.plain());
        refused("INSTANCE_NAME", "instance kernel");
        chain.instances.clear();
        chain.with("a", ScriptModule.plain()).with("a", ScriptModule.plain());
        refused("INSTANCE_NAME", "instance a");
    }

    @Test
    void artifactMissing() {
        chain.with("a", ScriptModule.plain());
        chain.artifacts.clear();
        refused("ARTIFACT_MISSING", "instance a");
    }

    @Test
    void artifactHash() {
        chain.with("a", ScriptModule.plain());
        chain.artifacts.put(
                ScriptModule.plain().artifact().hash(),
                ScriptModule.plain().withVersion(2).artifact());
        refused("ARTIFACT_HASH", "instance a");
    }

    @Test
    void artifactNotAdmitted() {
        chain.with("a", ScriptModule.plain());
        chain.versions.clear();
        refused("ARTIFACT_NOT_ADMITTED", "instance a");
    }

    @Test
    void bindingMissing() {
        chain.with("a", ScriptModule.plain().requiring());
        refused("BINDING_MISSING", "instance a");
    }

    @Test
    void bindingMismatch() {
        chain.with("a", ScriptModule.plain().requiring(), "nobody", Script.of());
        refused("BINDING_MISMATCH", "instance a");
        chain.instances.clear();
        chain.with("a", ScriptModule.plain().requiring(), "b", Script.of())
                .with("b", ScriptModule.plain().offering("2.0"));
        refused("BINDING_MISMATCH", "instance a");
    }

    @Test
    void bindingUnknown() {
        chain.with("a", ScriptModule.plain(), "b", Script.of()).with("b", ScriptModule.plain());
        refused("BINDING_UNKNOWN", "instance a");
    }

    @Test
    void capabilities() {
        ScriptModule module = ScriptModule.plain().needing(Capability.ACCOUNTS);
        chain.knows(module);
        chain.instances.add(instance(module, List.of()));
        refused("CAPABILITY_MISSING", "instance a");
        chain.instances.clear();
        chain.instances.add(instance(module, List.of(Capability.ACCOUNTS, Capability.VALIDATORS)));
        refused("CAPABILITY_EXCESS", "instance a");
    }

    @Test
    void documentMissing() {
        ScriptModule module = ScriptModule.plain();
        chain.knows(module);
        chain.instances.add(
                new Genesis.Instance(
                        "a", module.artifact().hash(), Bytes.EMPTY, List.of(), List.of()));
        refused("DOCUMENT_MISSING", "instance a");
    }

    @Test
    void documentRefused() {
        chain.with("a", ScriptModule.plain(), "", Script.of(new Op.Refuse("NO")));
        refused("DOCUMENT_REFUSED", "instance a");
    }

    @Test
    void documentTrapped() {
        chain.with("a", ScriptModule.plain(), "", Script.of(new Op.Put(ROWS, 1, -1)));
        refused("DOCUMENT_TRAPPED", "instance a");
        chain.instances.clear();
        chain.with("a", ScriptModule.plain(), "", Script.of(new Op.Put(ROWS, 1, 1001)));
        refused("DOCUMENT_TRAPPED", "instance a");
    }

    @Test
    void invariantBroken() {
        chain.with(
                "a", ScriptModule.plain(), "", Script.of(new Op.Put(ScriptModule.PLAIN, 1, 101)));
        refused("INVARIANT_BROKEN", "instance a");
    }

    private static Genesis.Instance instance(ScriptModule module, List<Capability> granted) {
        return new Genesis.Instance(
                "a", module.artifact().hash(), Script.of().encode(), List.of(), granted);
    }

    private void refused(String code, String where) {
        Kernel kernel = chain.newKernel();
        Genesis genesis = chain.toGenesis();
        GenesisRefused refused =
                assertThrows(GenesisRefused.class, () -> kernel.genesis(genesis, chain.artifacts));
        assertEquals(code, refused.code());
        assertEquals(where, refused.where());
        assertTrue(refused.getMessage().length() > where.length() + code.length() + 15);
    }
}
