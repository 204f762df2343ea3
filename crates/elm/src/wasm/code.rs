//! The instructions of one function, and its locals and labels.

use wasm_encoder::{BlockType, Function, Ieee64, Instruction, MemArg, ValType};

use super::value::{BOXED, HEAP, HEAP_START};
use crate::core::tree::Name;

/// A function as far as it is written.
pub(super) struct Code {
    instructions: Vec<Instruction<'static>>,
    /// Calls that may end all, by their places: the functions in whose source they are.
    within: Vec<(usize, Name)>,
    parameters: u32,
    locals: Vec<ValType>,
    /// Locals that may be used again.
    free: Vec<(ValType, u32)>,
    depth: u32,
}

/// Something to branch to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label(u32);

impl Code {
    pub(super) fn new(parameters: usize) -> Code {
        Code {
            instructions: Vec::new(),
            within: Vec::new(),
            parameters: u32::try_from(parameters).expect("fewer parameters than 2^32"),
            locals: Vec::new(),
            free: Vec::new(),
            depth: 0,
        }
    }

    /// How many locals there are, parameters included.
    pub(super) fn locals(&self) -> usize {
        self.parameters as usize + self.locals.len()
    }

    /// The function, and by their offsets in it the calls that [`Code::within`] was told of.
    pub(super) fn finish(self) -> (Function, Vec<(u32, Name)>) {
        let mut function = Function::new_with_locals_types(self.locals);
        let mut within = self.within.into_iter().peekable();
        let mut offsets = Vec::new();
        for (place, instruction) in self.instructions.iter().enumerate() {
            if let Some((_, name)) = within.next_if(|(marked, _)| *marked == place) {
                let offset = u32::try_from(function.byte_len()).expect("fewer than 2^32 bytes");
                offsets.push((offset, name));
            }
            function.instruction(instruction);
        }
        function.instruction(&Instruction::End);
        (function, offsets)
    }

    /// The last call so far is in the source of this function.
    pub(super) fn within(&mut self, name: &Name) {
        let calls = |instruction: &Instruction<'_>| matches!(instruction, Instruction::Call(_));
        let place = self.instructions.iter().rposition(calls);
        if let Some(place) = place
            && self.within.last().is_none_or(|(last, _)| *last < place)
        {
            self.within.push((place, name.clone()));
        }
    }

    /// A new local, or one that is free again. What is in it is not known.
    pub(super) fn local(&mut self, ty: ValType) -> u32 {
        if let Some(place) = self.free.iter().rposition(|(known, _)| *known == ty) {
            return self.free.swap_remove(place).1;
        }
        self.locals.push(ty);
        self.parameters + u32::try_from(self.locals.len()).expect("fewer locals than 2^32") - 1
    }

    /// A local that is not looked at any more: a function has room for 50,000.
    pub(super) fn release(&mut self, ty: ValType, local: u32) {
        self.free.push((ty, local));
    }

    pub(super) fn emit(&mut self, instruction: Instruction<'static>) {
        self.instructions.push(instruction);
    }

    pub(super) fn get(&mut self, local: u32) {
        self.emit(Instruction::LocalGet(local));
    }

    pub(super) fn set(&mut self, local: u32) {
        self.emit(Instruction::LocalSet(local));
    }

    pub(super) fn tee(&mut self, local: u32) {
        self.emit(Instruction::LocalTee(local));
    }

    pub(super) fn global_get(&mut self, global: u32) {
        self.emit(Instruction::GlobalGet(global));
    }

    pub(super) fn global_set(&mut self, global: u32) {
        self.emit(Instruction::GlobalSet(global));
    }

    pub(super) fn call(&mut self, function: u32) {
        self.emit(Instruction::Call(function));
    }

    pub(super) fn i32(&mut self, value: u32) {
        self.emit(Instruction::I32Const(value.cast_signed()));
    }

    pub(super) fn i64(&mut self, value: u64) {
        self.emit(Instruction::I64Const(value.cast_signed()));
    }

    pub(super) fn f64(&mut self, value: f64) {
        self.emit(Instruction::F64Const(Ieee64::from(value)));
    }

    // Labels

    pub(super) fn block(&mut self, ty: BlockType) -> Label {
        self.emit(Instruction::Block(ty));
        self.depth += 1;
        Label(self.depth)
    }

    pub(super) fn loop_(&mut self, ty: BlockType) -> Label {
        self.emit(Instruction::Loop(ty));
        self.depth += 1;
        Label(self.depth)
    }

    pub(super) fn if_(&mut self, ty: BlockType) {
        self.emit(Instruction::If(ty));
        self.depth += 1;
    }

    pub(super) fn else_(&mut self) {
        self.emit(Instruction::Else);
    }

    pub(super) fn end(&mut self) {
        self.emit(Instruction::End);
        self.depth -= 1;
    }

    /// How many labels further out this one is.
    pub(super) fn distance(&self, label: Label) -> u32 {
        self.depth - label.0
    }

    pub(super) fn branch(&mut self, label: Label) {
        let distance = self.distance(label);
        self.emit(Instruction::Br(distance));
    }

    pub(super) fn branch_if(&mut self, label: Label) {
        let distance = self.distance(label);
        self.emit(Instruction::BrIf(distance));
    }

    // Memory

    /// The eight bytes at an address on the stack.
    pub(super) fn load(&mut self, offset: u32) {
        self.emit(Instruction::I64Load(place(offset, 3)));
    }

    /// The four bytes at an address on the stack.
    pub(super) fn load_half(&mut self, offset: u32) {
        self.emit(Instruction::I32Load(place(offset, 2)));
    }

    pub(super) fn load_short(&mut self, offset: u32) {
        self.emit(Instruction::I32Load16U(place(offset, 1)));
    }

    /// Address and eight bytes, from the stack.
    pub(super) fn store(&mut self, offset: u32) {
        self.emit(Instruction::I64Store(place(offset, 3)));
    }

    /// The address of the next free byte.
    pub(super) fn load_heap_address(&mut self) {
        self.i32(0);
        self.load_half(HEAP);
    }

    pub(super) fn load_byte(&mut self, offset: u32) {
        self.emit(Instruction::I32Load8U(place(offset, 0)));
    }

    /// Address and four bytes, from the stack.
    pub(super) fn store_half(&mut self, offset: u32) {
        self.emit(Instruction::I32Store(place(offset, 2)));
    }

    /// Whether the value in a local is a number.
    pub(super) fn is_number(&mut self, local: u32) {
        self.get(local);
        self.i64(BOXED);
        self.emit(Instruction::I64LtU);
    }

    /// From the stack: what the heap goes back to between calls.
    pub(super) fn set_heap_start(&mut self) {
        let address = self.local(ValType::I32);
        self.set(address);
        self.i32(0);
        self.get(address);
        self.emit(Instruction::I32Store(place(HEAP_START, 2)));
    }

    /// Takes so many bytes from the heap and gives the local that holds their address. Memory that is not
    /// there is noticed by the first write, which traps.
    pub(super) fn allocate(&mut self, bytes: u32) -> u32 {
        let address = self.local(ValType::I32);
        self.i32(0);
        self.load_heap_address();
        self.tee(address);
        self.i32(bytes);
        self.emit(Instruction::I32Add);
        self.emit(Instruction::I32Store(place(HEAP, 2)));
        address
    }

    /// The same for a number of bytes that a local holds.
    pub(super) fn allocate_local(&mut self, bytes: u32) -> u32 {
        let address = self.local(ValType::I32);
        self.i32(0);
        self.load_heap_address();
        self.tee(address);
        self.get(bytes);
        self.emit(Instruction::I32Add);
        self.emit(Instruction::I32Store(place(HEAP, 2)));
        address
    }

    /// An address from the stack becomes a value with this top half.
    pub(super) fn boxed(&mut self, top: u64) {
        self.emit(Instruction::I64ExtendI32U);
        self.i64(top);
        self.emit(Instruction::I64Or);
    }

    /// A value's low half: its address, its code point, its truth.
    pub(super) fn low(&mut self) {
        self.emit(Instruction::I32WrapI64);
    }

    /// A custom type's value's variant.
    pub(super) fn tag(&mut self) {
        self.i64(32);
        self.emit(Instruction::I64ShrU);
        self.emit(Instruction::I32WrapI64);
        self.i32(0xFFFF);
        self.emit(Instruction::I32And);
    }
}

fn place(offset: u32, align: u32) -> MemArg {
    MemArg {
        offset: u64::from(offset),
        align,
        memory_index: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locals_that_are_free_are_used_again() {
        let mut code = Code::new(2);
        let first = code.local(ValType::I64);
        code.release(ValType::I64, first);
        assert_ne!(code.local(ValType::I32), first);
        assert_eq!(code.local(ValType::I64), first);
        assert_ne!(code.local(ValType::I64), first);
    }
}
