// The rows of one kind of thing in a world, by key: in the order of their keys for whoever goes
// through them, so that nothing depends on a hash, and found by hash, since answers are full of
// look-ups and comparing keys along a tree was a fifth of what they cost. A row stays where it is
// until it is erased. Not thread-safe, not even for two readers: the world's lock guards it.
//
// A world of 100,000 rows takes a quarter of a second to copy, so copies can share: a table that
// was lent has put its rows where nobody changes them, a copy of it is a pointer to them, and each
// takes rows of its own when it is next looked into. Most forks never look into most tables.
#ifndef SPARKGATE_SIMULATOR_WORLD_TABLE_H_
#define SPARKGATE_SIMULATOR_WORLD_TABLE_H_

#include <cstddef>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <absl/container/flat_hash_set.h>
#include <absl/hash/hash.h>

namespace sparkgate::simulator {

template <class T>
class Table {
 public:
  using Rows = std::map<std::string, T, std::less<>>;
  using iterator = typename Rows::iterator;
  using const_iterator = typename Rows::const_iterator;
  using node_type = typename Rows::node_type;

  Table() = default;
  Table(Table&&) noexcept = default;
  Table& operator=(Table&&) noexcept = default;
  Table(const Table& other) : rows_(other.rows_), lent_(other.lent_) { BuildIndex(); }
  Table& operator=(const Table& other) { return *this = Table(other); }

  // Makes the next copies cheap. Nobody may hold on to a row.
  void Lend() {
    if (empty() || lent_ != nullptr) return;
    lent_ = std::make_shared<const Rows>(std::move(rows_));
    rows_.clear();
    index_.clear();
  }

  size_t size() const { return lent_ != nullptr ? lent_->size() : rows_.size(); }
  bool empty() const { return size() == 0; }
  iterator begin() { return Own().begin(); }
  iterator end() { return Own().end(); }
  const_iterator begin() const { return Own().begin(); }
  const_iterator end() const { return Own().end(); }
  const_iterator upper_bound(std::string_view key) const { return Own().upper_bound(key); }

  bool contains(std::string_view key) const {
    Own();
    return index_.contains(key);
  }
  iterator find(std::string_view key) {
    Rows& rows = Own();
    const auto found = index_.find(key);
    return found == index_.end() ? rows.end() : *found;
  }
  const_iterator find(std::string_view key) const {
    const Rows& rows = Own();
    const auto found = index_.find(key);
    return found == index_.end() ? rows.end() : const_iterator(*found);
  }

  template <class... Args>
  std::pair<iterator, bool> try_emplace(std::string_view key, Args&&... args) {
    if (const iterator found = find(key); found != end()) return {found, false};
    return {Indexed(rows_.try_emplace(std::string(key), std::forward<Args>(args)...).first), true};
  }
  // The key may be the value's own: it is read before the value is moved.
  template <class Value>
  std::pair<iterator, bool> insert_or_assign(std::string_view key, Value&& value) {
    const iterator found = find(key);
    if (found == end()) return try_emplace(key, std::forward<Value>(value));
    found->second = std::forward<Value>(value);
    return {found, false};
  }
  T& operator[](std::string_view key) { return try_emplace(key).first->second; }

  // A row that moves to another key, and stays where it is.
  node_type extract(std::string_view key) {
    const iterator found = find(key);
    if (found == end()) return {};
    index_.erase(key);
    return rows_.extract(found);
  }
  typename Rows::insert_return_type insert(node_type&& node) {
    auto result = Own().insert(std::move(node));
    if (result.inserted) Indexed(result.position);
    return result;
  }

  iterator erase(iterator row) {
    index_.erase(std::string_view(row->first));
    return rows_.erase(row);
  }
  size_t erase(std::string_view key) {
    const iterator found = find(key);
    if (found == end()) return 0;
    erase(found);
    return 1;
  }
  template <class Predicate>
  void erase_if(Predicate predicate) {
    for (iterator row = begin(); row != end();) row = predicate(*row) ? erase(row) : std::next(row);
  }

 private:
  // Rows are found by their own keys: an entry is a pointer.
  static std::string_view KeyOf(std::string_view key) { return key; }
  static std::string_view KeyOf(iterator row) { return row->first; }
  struct KeyHash {
    using is_transparent = void;
    template <class Key>
    size_t operator()(const Key& key) const {
      return absl::HashOf(KeyOf(key));
    }
  };
  struct KeyEqual {
    using is_transparent = void;
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      return KeyOf(a) == KeyOf(b);
    }
  };

  iterator Indexed(iterator row) {
    index_.insert(row);
    return row;
  }

  // The rows, which are its own from here on. They come before any pointer to them, so none is ever
  // one to a row that is lent.
  Rows& Own() const {
    if (lent_ != nullptr) TakeBack();
    return rows_;
  }
  void TakeBack() const {
    rows_ = *lent_;
    lent_.reset();
    BuildIndex();
  }
  void BuildIndex() const {
    index_.reserve(rows_.size());
    for (iterator row = rows_.begin(); row != rows_.end(); ++row) index_.insert(row);
  }

  mutable Rows rows_;
  mutable absl::flat_hash_set<iterator, KeyHash, KeyEqual> index_;
  mutable std::shared_ptr<const Rows> lent_;  // instead of both
};

// The row, or null. `table` may be const.
template <class T>
T* Find(Table<T>& table, std::string_view key) {
  const auto found = table.find(key);
  return found == table.end() ? nullptr : &found->second;
}
template <class T>
const T* Find(const Table<T>& table, std::string_view key) {
  const auto found = table.find(key);
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_WORLD_TABLE_H_
