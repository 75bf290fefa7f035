package io.fleet.testkit.sim;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;

/**
 * Another body for one method of the real code: how a wrong variant of the protocol is made without
 * a switch in production.
 *
 * @param type the class's binary name
 * @param method its name; all overloads
 * @param body what it does instead
 */
record Edit(String type, String method, Consumer<CodeBuilder> body) {
  static Edit always(String type, String method, boolean answer) {
    return new Edit(type, method, code -> code.loadConstant(answer ? 1 : 0).ireturn());
  }

  /** A method does nothing. */
  static Edit nothing(String type, String method) {
    return new Edit(type, method, CodeBuilder::return_);
  }

  /** A method answers this text, whatever it is asked. */
  static Edit says(String type, String method, String answer) {
    return new Edit(type, method, code -> code.loadConstant(answer).areturn());
  }

  /** A static method of two longs answers its second argument. */
  static Edit secondLong(String type, String method) {
    return new Edit(type, method, code -> code.lload(2).lreturn());
  }

  /** A method without arguments answers what another of its class answers. */
  static Edit sameAs(String type, String method, String other, String result) {
    return new Edit(
        type,
        method,
        code ->
            code.aload(0)
                .invokevirtual(ClassDesc.of(type), other, MethodTypeDesc.of(ClassDesc.of(result)))
                .areturn());
  }

  /** The lease counted from the receipt of the answer. */
  static Edit leaseFromReceipt() {
    var boot = "io.fleet.worker.Boot";
    var loop = ClassDesc.of("io.fleet.loop.Loop");
    return new Edit(
        boot,
        "leaseFrom",
        code ->
            code.aload(0)
                .getfield(ClassDesc.of(boot), "loop", loop)
                .invokeinterface(loop, "nanos", MethodTypeDesc.of(ConstantDescs.CD_long))
                .lreturn());
  }

  byte[] of(byte[] original) {
    var file = ClassFile.of();
    var model = file.parse(original);
    if (!has(model)) {
      throw new IllegalStateException(type + " has no method " + method);
    }
    return file.transformClass(
        model,
        ClassTransform.transformingMethods(
            found -> found.methodName().equalsString(method),
            (builder, element) -> {
              if (element instanceof CodeModel) {
                builder.withCode(body);
              } else {
                builder.with(element);
              }
            }));
  }

  private boolean has(ClassModel model) {
    return model.methods().stream()
        .map(MethodModel::methodName)
        .anyMatch(name -> name.equalsString(method));
  }
}
